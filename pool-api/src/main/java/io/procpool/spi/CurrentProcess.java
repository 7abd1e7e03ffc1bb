package io.procpool.spi;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of procpool's processes this is; nothing if it is the program itself. Written by the
 * process's own start, read by the API.
 *
 * @param name its name
 * @param daemon whether it ends with its parent
 * @param main the thread that runs its action or tasks
 * @param ancestors the processes above it, the program first and its parent last
 */
public record CurrentProcess(String name, boolean daemon, Thread main, List<Ancestor> ancestors) {

  private static final String INITIALIZER = "<clinit>";

  private static volatile @Nullable CurrentProcess current;

  /** Copies what it is given. */
  public CurrentProcess {
    ancestors = List.copyOf(ancestors);
  }

  /** Which one it is. */
  public static Optional<CurrentProcess> get() {
    return Optional.ofNullable(current);
  }

  /** Says which process this is. */
  public static void set(CurrentProcess process) {
    current = process;
  }

  /** The processes above one that this thread starts: the program first, this one last. */
  public static List<Ancestor> lineage() {
    CurrentProcess process = current;
    List<Ancestor> lineage = new ArrayList<>(process == null ? List.of() : process.ancestors);
    String name = process == null ? "program" : process.name;
    lineage.add(new Ancestor(name, ProcessHandle.current().pid(), initializing()));
    return lineage;
  }

  /** The classes whose initializers run on this thread, innermost first. */
  public static List<String> initializing() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> frame.getMethodName().equals(INITIALIZER))
                .map(StackFrame::getClassName)
                .toList());
  }
}
