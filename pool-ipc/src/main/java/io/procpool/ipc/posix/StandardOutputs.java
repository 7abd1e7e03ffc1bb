package io.procpool.ipc.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether standard output and error are open for a child. If a program was started with them
 * closed, their numbers are free or those of other files, which no child must write into.
 */
public final class StandardOutputs {

  /** Their descriptors' numbers. */
  public static final List<Integer> NUMBERS = List.of(1, 2);

  private static final Path INFOS = Path.of("/proc/self/fdinfo");
  private static final String FLAGS = "flags:";
  private static final int ACCESS_MODE = 3;
  private static final int CLOSE_ON_EXEC = 0x80000;

  private StandardOutputs() {}

  /** Whether a child may have it; true where the system does not tell. */
  public static boolean isInheritable(int number) {
    return isInheritable(INFOS, number);
  }

  static boolean isInheritable(Path infos, int number) {
    if (!Files.isDirectory(infos)) {
      return true;
    }
    try {
      for (String line : Files.readAllLines(infos.resolve(Integer.toString(number)))) {
        if (line.startsWith(FLAGS)) {
          int flags = Integer.parseInt(line.substring(FLAGS.length()).strip(), 8);
          return (flags & ACCESS_MODE) != 0 && (flags & CLOSE_ON_EXEC) == 0;
        }
      }
      return true;
    } catch (IOException closed) {
      return false;
    }
  }
}
