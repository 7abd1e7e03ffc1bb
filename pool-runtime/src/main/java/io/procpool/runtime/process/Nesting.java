package io.procpool.runtime.process;

import io.procpool.spi.Ancestor;
import io.procpool.spi.CurrentProcess;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps processes from starting processes without end. Each child initializes classes anew: what
 * their initializers start would be started in every child, and by a child of that again.
 */
public final class Nesting {

  private Nesting() {}

  /**
   * Whether a class initializer runs on this thread in a process that procpool has started. What it
   * opens is most likely for the program alone to use.
   */
  public static boolean isInChildsInitializer() {
    return CurrentProcess.get().isPresent() && !CurrentProcess.initializing().isEmpty();
  }

  /**
   * Checks that this process may start another.
   *
   * @param what what is to be started
   * @param most how deep below the program it may be
   * @throws IllegalStateException if it would be deeper
   */
  public static void requireDepth(String what, int most) {
    List<Ancestor> lineage = CurrentProcess.lineage();
    if (lineage.size() > most) {
      throw new IllegalStateException(
          "%s is refused, as its processes would be too deep below the program: depth=%d maxNesting=%d here=%s. If what runs in a process starts what runs it, start that in main; else raise the limit by withMaxNesting"
              .formatted(what, lineage.size(), most, words(lineage)));
    }
  }

  /**
   * Checks that what this thread is about to start is not in a loop: one class's initializer starts
   * a process in which the same initializer starts one.
   *
   * @param what what is to be started
   * @throws IllegalStateException if it is
   */
  public static void requireNoLoop(String what) {
    for (String type : CurrentProcess.initializing()) {
      if (isInitializedAbove(type)) {
        throw new IllegalStateException(
            "%s is refused: the initializer of %s starts it, and would do so again in each process that needs the class: here=%s. Start it in main"
                .formatted(what, type, words(CurrentProcess.lineage())));
      }
    }
  }

  private static boolean isInitializedAbove(String type) {
    return CurrentProcess.get().map(CurrentProcess::ancestors).stream()
        .flatMap(List::stream)
        .anyMatch(ancestor -> ancestor.initializing().contains(type));
  }

  private static String words(List<Ancestor> lineage) {
    return lineage.stream().map(Ancestor::toString).collect(Collectors.joining(" > "));
  }
}
