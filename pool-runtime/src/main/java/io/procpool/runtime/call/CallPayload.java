package io.procpool.runtime.call;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.dispatch.BatchPayload;
import org.jspecify.annotations.Nullable;

/**
 * What a batch sends.
 *
 * @param kind how its function is called
 * @param function the function, pickled
 * @param inputs its inputs, pickled
 * @param waiter the thread that waits for its only item; null if there is none
 */
public record CallPayload(
    CallKind kind, PickledItem function, Inputs inputs, @Nullable Waiter waiter)
    implements BatchPayload {

  CallPayload(CallKind kind, PickledItem function, Inputs inputs) {
    this(kind, function, inputs, null);
  }
}
