package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;

/** Classes made while a test runs, so that one process has them and the other has not. */
final class CompiledClasses {

  private CompiledClasses() {}

  /** Compiles one class into the folder; its name without package, and its source. */
  static void compile(Path folder, String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), "-proc:none", file.toString());
    assertEquals(0, result, "compiles");
  }

  /** This process's class path, and in front of it a folder. */
  static List<Path> classPathWith(Path folder) {
    List<Path> path = new ArrayList<>(List.of(folder));
    path.addAll(classPath());
    return path;
  }

  /** This process's class path. */
  static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }
}
