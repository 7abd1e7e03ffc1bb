package io.procpool.ipc.message;

import java.util.concurrent.TimeUnit;

/**
 * How the results of a call reach its caller, and so how much work may go, and come back, at once;
 * the code is what travels.
 */
public enum Delivery {
  /** One by one: somebody may wait for each. */
  EACH(0, TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(500)),
  /** Nobody sees one before all are there. */
  TOGETHER(1, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(20));

  private static final Delivery[] DELIVERIES = values();

  private final int code;
  private final long chunkNanos;
  private final long holdNanos;

  Delivery(int code, long chunkNanos, long holdNanos) {
    this.code = code;
    this.chunkNanos = chunkNanos;
    this.holdNanos = holdNanos;
  }

  /** Its byte on the wire. */
  public int code() {
    return code;
  }

  /** How much work a chunk that sizes itself is to be, in nanoseconds. */
  public long chunkNanos() {
    return chunkNanos;
  }

  /** How long a busy worker may keep outcomes, to send many at once, in nanoseconds. */
  public long holdNanos() {
    return holdNanos;
  }

  /**
   * The delivery of a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Delivery of(int code) {
    return Codes.constant(DELIVERIES, code, "delivery");
  }
}
