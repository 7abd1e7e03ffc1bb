package io.procpool.ipc.message;

/** What became of an item; the code is what travels. */
public enum OutcomeKind {
  /** It gave a result, which is pickled. */
  VALUE(0),
  /** It threw, and the throwable is pickled. */
  THREW(1),
  /**
   * Its argument could not be read or its result not be sent; the exception that says so is
   * pickled.
   */
  NOT_SENDABLE(2);

  private static final OutcomeKind[] KINDS = values();

  private final int code;

  OutcomeKind(int code) {
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
  public static OutcomeKind of(int code) {
    return Codes.constant(KINDS, code, "kind of outcome");
  }
}
