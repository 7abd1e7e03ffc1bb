package io.procpool.ipc.shared;

import io.procpool.SharedArray;
import io.procpool.SharedMemory;
import io.procpool.SharedQueue;
import io.procpool.SharedValue;
import io.procpool.ipc.memory.SegmentObjects;
import io.procpool.ipc.queue.SegmentQueue;
import io.procpool.ipc.values.NamedMemory;
import io.procpool.ipc.values.SharedCells;
import io.procpool.spi.SharedObjectProvider;

/** Makes every kind of shared object. */
public final class SharedObjects extends SegmentObjects implements SharedObjectProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SharedObjects() {}

  @Override
  public <E> SharedQueue<E> queue(int capacity, long ringBytes) {
    return SegmentQueue.create(capacity, ringBytes);
  }

  @Override
  public <A extends SharedArray> A array(Class<A> type, long length) {
    return SharedCells.array(type, length);
  }

  @Override
  public <V extends SharedValue> V value(Class<V> type) {
    return SharedCells.value(type);
  }

  @Override
  public SharedMemory memory(String name, long bytes) {
    return NamedMemory.create(name, bytes);
  }

  @Override
  public SharedMemory attachMemory(String name, boolean readOnly) {
    return NamedMemory.attach(name, readOnly);
  }
}
