package io.procpool.runtime.call;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.dispatch.BatchPayload;

/**
 * What a batch sends.
 *
 * @param kind how its function is called
 * @param function the function, pickled
 * @param inputs its inputs, pickled
 */
public record CallPayload(CallKind kind, PickledItem function, Inputs inputs)
    implements BatchPayload {}
