package io.procpool.ipc.shared;

import io.procpool.SharedQueue;
import io.procpool.ipc.memory.SegmentObjects;
import io.procpool.ipc.queue.SegmentQueue;
import io.procpool.spi.SharedObjectProvider;

/** Makes every kind of shared object. */
public final class SharedObjects extends SegmentObjects implements SharedObjectProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SharedObjects() {}

  @Override
  public <E> SharedQueue<E> queue(int capacity, long ringBytes) {
    return SegmentQueue.create(capacity, ringBytes);
  }
}
