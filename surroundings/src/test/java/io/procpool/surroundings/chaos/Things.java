package io.procpool.surroundings.chaos;

import io.procpool.Manager;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import java.io.Serializable;

/** One of each that processes share, in shared memory or in a manager. */
record Things(
    SharedLock lock,
    SharedReentrantLock reentrant,
    SharedSemaphore ready,
    SharedSemaphore permits,
    SharedEvent event,
    SharedCondition condition,
    SharedBarrier barrier,
    SharedQueue<Long> queue)
    implements Serializable, AutoCloseable {

  static final int CAPACITY = 4;

  static Things inMemory() {
    return new Things(
        SharedLock.create(),
        SharedReentrantLock.create(),
        SharedSemaphore.create(0),
        SharedSemaphore.create(0),
        SharedEvent.create(),
        SharedCondition.create(),
        SharedBarrier.create(2),
        SharedQueue.create(CAPACITY));
  }

  static Things in(Manager manager) {
    return new Things(
        manager.lock(),
        manager.reentrantLock(),
        manager.semaphore(0),
        manager.semaphore(0),
        manager.event(),
        manager.condition(),
        manager.barrier(2),
        manager.queue(CAPACITY));
  }

  @Override
  public void close() {
    lock.close();
    reentrant.close();
    ready.close();
    permits.close();
    event.close();
    condition.close();
    barrier.close();
    queue.close();
  }
}
