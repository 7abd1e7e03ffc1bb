package io.procpool.runtime.dispatch;

/**
 * Where a batch's results go. Called by the dispatcher, in its turn: must be quick, must not block
 * or run user code.
 */
public interface BatchSink {

  /**
   * Outcomes of items {@code index} to {@code index + count}.
   *
   * @param outcomes holds them
   * @param at which of {@code outcomes} is the first one
   */
  void delivered(long index, int count, Outcomes outcomes, int at);

  /** The pool could not run items {@code range}. */
  void failed(Range range, Failure failure);
}
