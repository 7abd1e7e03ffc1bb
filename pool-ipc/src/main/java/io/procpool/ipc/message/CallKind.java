package io.procpool.ipc.message;

/** How a chunk's function is called; the code is what travels. */
public enum CallKind {
  /** A {@link java.util.concurrent.Callable}; items are empty. */
  CALLABLE(0),
  /** A {@link Runnable}; items are empty, results null. */
  RUNNABLE(1),
  /** A {@link io.procpool.TaskFunction}; an item is its argument. */
  FUNCTION(2),
  /** A {@link io.procpool.TaskBiFunction}; an item is an {@code Object[]} of both arguments. */
  BI_FUNCTION(3),
  /** A {@link io.procpool.TaskAction}; items are empty, results null. */
  ACTION(4);

  private static final CallKind[] KINDS = values();

  private final int code;

  CallKind(int code) {
    this.code = code;
  }

  /** Its byte on the wire. */
  public int code() {
    return code;
  }

  /**
   * The kind of a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CallKind of(int code) {
    return Codes.constant(KINDS, code, "kind of call");
  }
}
