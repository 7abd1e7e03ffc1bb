package io.procpool.runtime.call;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.dispatch.BatchPayload;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a batch sends.
 *
 * @param kind how its function is called
 * @param function the function, pickled
 * @param functionId the number by which workers keep it, so that it crosses once to each; {@link
 *     #IN_CHUNKS} if it is small, and goes with each chunk
 * @param inputs its inputs, pickled
 * @param waiter the thread that waits for its only item; null if there is none
 */
public record CallPayload(
    CallKind kind, PickledItem function, long functionId, Inputs inputs, @Nullable Waiter waiter)
    implements BatchPayload {

  /** The number of a function that goes with each chunk. */
  public static final long IN_CHUNKS = 0;

  /** From how many bytes on a function is worth being kept. */
  private static final int WORTH_BYTES = 2048;

  private static final AtomicLong IDS = new AtomicLong(IN_CHUNKS);

  /** Of one item, whose result a thread waits for; or none, with null. */
  static CallPayload ofOne(
      CallKind kind, PickledItem function, Inputs input, @Nullable Waiter waiter) {
    return new CallPayload(kind, function, IN_CHUNKS, input, waiter);
  }

  /** Of many items. */
  static CallPayload ofMany(CallKind kind, PickledItem function, Inputs inputs) {
    boolean small = function.bytes().length < WORTH_BYTES && function.arrays().isEmpty();
    return new CallPayload(kind, function, small ? IN_CHUNKS : IDS.incrementAndGet(), inputs, null);
  }

  /** Whether workers keep the function. */
  public boolean isFunctionKept() {
    return functionId != IN_CHUNKS;
  }
}
