package io.procpool.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the kernel kill a child when its parent is gone, whatever the child's JVM does then (Linux's
 * {@code PR_SET_PDEATHSIG}). Neither posix_spawn nor the JDK can ask for that; so the child is
 * started by way of {@code setpriv} of util-linux 2.33 or later, which asks and becomes the JVM.
 * Where there is none, a child that sees the end of its channel has to end itself.
 *
 * <p>The kernel takes the thread that starts the child for its parent.
 */
final class ParentDeathSignal {

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
  private static final String OPTION = "pdeathsig";
  private static final long MAX_BYTES = 4 << 20;

  private ParentDeathSignal() {}

  /** What is to stand before a child's command; nothing where it cannot be had. */
  static List<String> words() {
    return Found.WORDS;
  }

  /** The words for the first of the places with a program that knows the option. */
  static List<String> words(List<Path> places) {
    for (Path place : places) {
      if (knowsOption(place)) {
        return List.of(place.toString(), "--" + OPTION, "KILL");
      }
    }
    return List.of();
  }

  // The option's name is among the program's texts. To run it and see would cost each program that
  // uses procpool one more process.
  private static boolean knowsOption(Path program) {
    try {
      return Files.isExecutable(program)
          && Files.size(program) <= MAX_BYTES
          && Files.readString(program, StandardCharsets.ISO_8859_1).contains(OPTION);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static final class Found {
    static final List<String> WORDS = words(PLACES);
  }
}
