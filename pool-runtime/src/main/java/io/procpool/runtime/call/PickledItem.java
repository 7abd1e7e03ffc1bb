package io.procpool.runtime.call;

import io.procpool.ipc.message.RunBody;
import io.procpool.ipc.pickle.PickleBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One item as a RUN frame has it, head included.
 *
 * @param bytes the item; not to be changed
 * @param arrays its arrays out of band
 */
@SuppressWarnings("ArrayRecordComponent") // a bulk carrier, compared by nobody
public record PickledItem(byte[] bytes, List<Object> arrays) {

  /** An item of a call without arguments. */
  static final PickledItem EMPTY = new PickledItem(new byte[] {0}, List.of());

  static PickledItem of(PickleBuffer pickled) {
    PickleBuffer item = new PickleBuffer(pickled.length() + 10);
    RunBody.writeItem(item, pickled);
    return new PickledItem(
        Arrays.copyOf(item.bytes(), item.length()), List.copyOf(pickled.arrays()));
  }
}
