package io.procpool.spi;

import java.util.List;

/**
 * A process that another is below, as it was when it started that one or opened its pool.
 *
 * @param name its name; {@code program} if procpool has not started it
 * @param pid its process id
 * @param initializing the classes whose initializers ran on the starting thread, innermost first
 */
public record Ancestor(String name, long pid, List<String> initializing) {

  /** Copies what it is given. */
  public Ancestor {
    initializing = List.copyOf(initializing);
  }

  /** Such as {@code program (pid 123, initializes Config)}. */
  @Override
  public String toString() {
    String doing = initializing.isEmpty() ? "" : ", initializes " + String.join(", ", initializing);
    return "%s (pid %d%s)".formatted(name, pid, doing);
  }
}
