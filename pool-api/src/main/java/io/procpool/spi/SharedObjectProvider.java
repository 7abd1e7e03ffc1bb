package io.procpool.spi;

import io.procpool.RunnableTask;
import io.procpool.SharedArray;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedMemory;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.SharedValue;

/**
 * Makes the objects that processes share by inheritance; found by {@link java.util.ServiceLoader}.
 * Each method throws {@link io.procpool.SharedResourceException} if no shared memory could be had.
 */
public interface SharedObjectProvider {

  /** A new lock, held by nobody. */
  SharedLock lock();

  /** A new reentrant lock, held by nobody. */
  SharedReentrantLock reentrantLock();

  /** A new semaphore that never has more than {@code maxPermits}. */
  SharedSemaphore semaphore(int permits, int maxPermits);

  /** A new condition for a lock that this provider made. */
  SharedCondition condition(SharedLock lock);

  /** A new condition with a reentrant lock of its own. */
  SharedCondition condition();

  /** A new event, not set. */
  SharedEvent event();

  /** A new barrier, waited for by nobody. */
  SharedBarrier barrier(int parties, RunnableTask action);

  /** A new queue, empty. */
  <E> SharedQueue<E> queue(int capacity, long ringBytes);

  /** A new array, zeroed, of one of the types that {@link SharedArray} makes. */
  <A extends SharedArray> A array(Class<A> type, long length);

  /** A new value, zero, of one of the types that {@link SharedValue} makes. */
  <V extends SharedValue> V value(Class<V> type);

  /** New memory, zeroed, under a name that is free. */
  SharedMemory memory(String name, long bytes);

  /** The memory of that name. */
  SharedMemory attachMemory(String name, boolean readOnly);
}
