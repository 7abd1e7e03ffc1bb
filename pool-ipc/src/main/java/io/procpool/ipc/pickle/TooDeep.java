package io.procpool.ipc.pickle;

/**
 * A graph nests deeper than an ordinary thread's stack is trusted with; the work is done again on a
 * large one.
 */
final class TooDeep extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has neither trace nor suppressed ones
  static final TooDeep SIGNAL = new TooDeep();

  private TooDeep() {
    super("too deep", null, false, false);
  }
}
