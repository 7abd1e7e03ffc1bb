package io.procpool.ipc.queue;

import io.procpool.SharedQueue;
import io.procpool.ipc.memory.BackoffParker;
import io.procpool.ipc.memory.Parties;

/** A queue whose waiters sleep by {@link BackoffParker}. */
class BackoffQueueTest implements QueueContract {

  @Override
  public <E> SharedQueue<E> newQueue(int capacity, long ringBytes) {
    return new SegmentQueue<>(
        SegmentQueue.newSegment(capacity, ringBytes), Parties.of(BackoffParker.INSTANCE));
  }
}
