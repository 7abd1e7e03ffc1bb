package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between processes, in shared memory, for any number of producers and consumers;
 * the methods are {@link java.util.concurrent.BlockingQueue}'s. Any thread may use it.
 *
 * <p><b>Elements</b> are pickled by the caller and read by the taker, so what cannot be pickled
 * fails at the call and leaves the queue as it was. An element that cannot be read (its class is
 * missing there) is taken all the same, with {@link NotSendableException}. Null is refused. The
 * elements that one thread puts are taken in their order; waiting threads are not served in order.
 *
 * <p><b>Nothing runs in the background.</b> When a put returns, the element is in shared memory and
 * outlives the process that put it. When a take returns, it is out of it.
 *
 * <p><b>Death.</b> A process that is killed within a call leaves the queue as if the call had
 * happened or not, and holds the others up for some milliseconds at most. What it has taken is gone
 * with it. A process that is stopped (SIGSTOP) within a call can hold the others up until it goes
 * on or dies.
 *
 * <p><b>The end.</b> {@link #shutdown} ends the queue for all. Without it, the queue ends when no
 * process is left that may put something: each one that has the queue may, until it calls {@link
 * #endWriting} or {@link #close} or ends, in whatever way. So a consumer that only takes calls
 * {@code endWriting} once those that put have the queue, as with the write end of a pipe; its take
 * then fails with {@link QueueEndedException} when they are all gone and the queue is empty, rather
 * than wait for ever.
 *
 * <p>A wait sleeps in the kernel after some microseconds and ends at an interrupt within 50 ms;
 * virtual threads poll, at least every millisecond, and leave their carrier. The queue travels by
 * inheritance: in the arguments of a pool's initializer or of a {@code JvmProcess}. Its memory
 * belongs to the process that created it and is freed when that process closes it, drops it or
 * ends; other processes that have it go on. Once the creator has ended, elements too large for the
 * ring are lost and cannot be put.
 *
 * @param <E> the elements
 */
public interface SharedQueue<E> extends AutoCloseable {

  /** Most elements that a queue can hold. */
  int MAX_CAPACITY = 1 << 28;

  /** Fewest bytes that a queue's ring can have. */
  long MIN_RING_BYTES = 4 << 10;

  /** Most bytes that a queue's ring can have. */
  long MAX_RING_BYTES = 1L << 30;

  /**
   * A new queue with a ring of 1 KiB per element, but at least 64 KiB and at most 16 MiB.
   *
   * @param capacity most elements in the queue, 1 to {@link #MAX_CAPACITY}
   * @throws SharedResourceException if no shared memory could be had
   */
  static <E> SharedQueue<E> create(int capacity) {
    long wanted = Math.clamp((long) capacity << 10, 64L << 10, 16L << 20);
    return create(capacity, wanted);
  }

  /**
   * A new queue.
   *
   * @param capacity most elements in the queue, 1 to {@link #MAX_CAPACITY}
   * @param ringBytes size of the shared memory that elements wait in, {@link #MIN_RING_BYTES} to
   *     {@link #MAX_RING_BYTES}, rounded up to a power of two and allocated at once; an element
   *     takes its pickled size and 8 to 15 bytes more. One of more than a quarter of the ring waits
   *     in a file of its own beside it.
   * @throws SharedResourceException if no shared memory could be had
   */
  static <E> SharedQueue<E> create(int capacity, long ringBytes) {
    return Providers.sharedObjects().queue(capacity, ringBytes);
  }

  /**
   * Puts an element, waiting for room.
   *
   * @throws NotSendableException if it cannot be pickled
   * @throws QueueEndedException if the queue has ended, also while waiting
   * @throws IllegalStateException if this process has {@linkplain #endWriting ended writing}
   * @throws SharedResourceException if it needs a file of its own and that cannot be made; also if
   *     the queue is full and all processes that took from it have ended, none of them by {@link
   *     #close}, and in 10 seconds no other process came to have the queue: the element was not put
   * @throws InterruptedException if interrupted while waiting; the element was not put
   */
  void put(E element) throws InterruptedException;

  /**
   * Puts elements in their order, several at a time where there is room; all of them are pickled
   * before the first is put. Throws as {@link #put} does; some may have been put when it throws
   * {@link QueueEndedException}, {@link SharedResourceException} or {@link InterruptedException}.
   */
  void putAll(Collection<? extends E> elements) throws InterruptedException;

  /** Puts an element if there is room now; false if not. Throws as {@link #put} does. */
  boolean offer(E element);

  /** As {@link #put}, but waits at most {@code timeout}; false if that was not enough. */
  boolean offer(E element, Duration timeout) throws InterruptedException;

  /** As {@link #offer(Object, Duration)}. */
  boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Takes the first element, waiting for one.
   *
   * @throws QueueEndedException if the queue is empty and has ended, also while waiting
   * @throws NotSendableException if the element cannot be read; it is taken
   * @throws SharedResourceException if the element's own file is gone; it is taken
   * @throws InterruptedException if interrupted while waiting; nothing was taken
   */
  E take() throws InterruptedException;

  /** Takes the first element; null if there is none now, whether or not the queue has ended. */
  @Nullable E poll();

  /** As {@link #take}, but waits at most {@code timeout}; null if that was not enough. */
  @Nullable E poll(Duration timeout) throws InterruptedException;

  /** As {@link #poll(Duration)}. */
  @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException;

  /** The first element, which stays in the queue; null if there is none now. */
  @Nullable E peek();

  /** Takes all elements that are there now, as {@link #drainTo(Collection, int)}. */
  default int drainTo(Collection<? super E> to) {
    return drainTo(to, Integer.MAX_VALUE);
  }

  /**
   * Takes elements that are there now, several at a time. One that cannot be read is taken and left
   * out; the others are added before its exception is thrown.
   *
   * @return how many were added
   */
  int drainTo(Collection<? super E> to, int maxElements);

  /** How many elements are in the queue at this moment. */
  int size();

  /** Whether no element is in the queue at this moment. */
  default boolean isEmpty() {
    return size() == 0;
  }

  /** How many elements fit at this moment, by number. Large ones may wait for bytes before that. */
  default int remainingCapacity() {
    return capacity() - size();
  }

  /** Most elements in the queue. */
  int capacity();

  /**
   * Ends the queue, for all processes: from here on each put fails; takes go on until it is empty
   * and fail then. Wakes all who wait. Does nothing the second time.
   */
  void shutdown();

  /** Whether the queue has ended, by {@link #shutdown} or because its writers are gone. */
  boolean hasEnded();

  /**
   * Says that this process puts nothing more: from here on its puts fail with {@link
   * IllegalStateException}. See "The end" above. Does nothing the second time.
   */
  void endWriting();

  /** How many living processes may put something, this one included. */
  int writers();

  /**
   * Says that what was put before and taken is done with. An element that was taken by a process
   * that died before it said so is never done.
   *
   * @throws IllegalStateException if it has been said for every element taken
   */
  void taskDone();

  /** Waits until {@link #taskDone} has been called for every element ever put. */
  void join() throws InterruptedException;

  /** As {@link #join}, but waits at most {@code timeout}; false if that was not enough. */
  boolean join(Duration timeout) throws InterruptedException;

  /**
   * Gives up this process's part: ends its writing, frees its mapping and, in the process that
   * created the queue, the memory. A thread of this process that waits in the queue, and every
   * later use, fails with {@link IllegalStateException}.
   */
  @Override
  void close();
}
