package io.procpool.surroundings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.spi.ToolProvider;

/** Runs a tool of the tests' own JDK, such as jar or jlink. */
final class Tool {

  private Tool() {}

  /** Fails with what the tool says if it does. */
  static void run(String name, List<String> arguments) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said);
    int code =
        ToolProvider.findFirst(name).orElseThrow().run(to, to, arguments.toArray(String[]::new));
    assertEquals(0, code, () -> name + " " + arguments + "\n" + said);
  }
}
