package io.procpool.ipc.pickle;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles classes at run time, so that two processes can have different versions of them. */
final class Versions {

  private Versions() {}

  /** Compiles sources by file name, and gives a loader of the classes. */
  static ClassLoader compile(Path directory, Map<String, String> sources) throws IOException {
    Files.createDirectories(directory);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String[] arguments = {
      "-cp", System.getProperty("java.class.path"), "-d", directory.toString(), "-proc:none"
    };
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = directory.resolve(source.getKey());
      Files.writeString(file, source.getValue());
      all.add(file.toString());
    }
    int failed = compiler.run(null, null, null, all.toArray(String[]::new));
    if (failed != 0) {
      throw new IllegalStateException("javac failed: " + failed);
    }
    return new URLClassLoader(
        new URL[] {directory.toUri().toURL()}, Versions.class.getClassLoader());
  }

  /** What the static method {@code make} of a class gives. */
  static Object make(ClassLoader loader, String type) throws ReflectiveOperationException {
    var method = Class.forName(type, true, loader).getDeclaredMethod("make");
    method.setAccessible(true);
    return method.invoke(null);
  }
}
