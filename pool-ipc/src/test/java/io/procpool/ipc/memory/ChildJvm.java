package io.procpool.ipc.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts small JVMs that run a test's second side. */
public final class ChildJvm {

  private ChildJvm() {}

  /** As {@link #start}, but the JVM may not call libc. */
  static Process startPortable(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Arguments that start with "-D" or "-X" go to the JVM, the others to its main. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    return start(List.of("--enable-native-access=ALL-UNNAMED"), main, arguments);
  }

  private static Process start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(
        List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
    List<String> own = new ArrayList<>();
    for (String argument : arguments) {
      (argument.startsWith("-D") || argument.startsWith("-X") ? command : own).add(argument);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(own);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
