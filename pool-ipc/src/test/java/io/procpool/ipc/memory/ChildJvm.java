package io.procpool.ipc.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts small JVMs that run a test's second side. */
final class ChildJvm {

  private ChildJvm() {}

  /** Arguments that start with "-D" or "-X" go to the JVM, the others to its main. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m"));
    List<String> own = new ArrayList<>();
    for (String argument : arguments) {
      (argument.startsWith("-D") || argument.startsWith("-X") ? command : own).add(argument);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(own);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
