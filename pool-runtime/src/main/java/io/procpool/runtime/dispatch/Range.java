package io.procpool.runtime.dispatch;

/**
 * Consecutive items of a batch.
 *
 * @param from the first item's index
 * @param to the index after the last item's
 */
public record Range(long from, long to) {

  /** How many items. */
  public long size() {
    return to - from;
  }
}
