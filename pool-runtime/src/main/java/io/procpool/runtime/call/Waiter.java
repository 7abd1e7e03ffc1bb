package io.procpool.runtime.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for the result of a call of one item. If it sent the item itself and nobody
 * reads what the worker sends, it reads in the place of the worker's reader, for a moment: then the
 * result of a short task comes without a change of threads (leader and follower).
 *
 * <p>Platform threads only: reading blocks in a system call, which would hold a virtual thread's
 * carrier.
 */
public final class Waiter {

  /** What a waiter may read from: a worker's channel. */
  public interface Source {

    /**
     * Reads until {@code done}, for about a millisecond at most, unless another thread reads.
     *
     * @param spin whether there is a processor to spare for looking out awake
     */
    void readUntil(BooleanSupplier done, boolean spin);
  }

  /** Tasks that take longer are not worth looking out for awake. */
  private static final long SHORT_NANOS = 20_000;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final AtomicInteger WAITERS =
      new AtomicInteger(); // in this process, at this moment

  private final Thread thread = Thread.currentThread();
  private final boolean spin;
  private @Nullable Source source; // the thread's own

  /** The current thread begins a call of tasks that take so long, as far as is known. */
  Waiter(long nanosPerItem) {
    // Each waiter that spins keeps its worker awake too.
    this.spin = 2 * WAITERS.incrementAndGet() <= PROCESSORS && nanosPerItem < SHORT_NANOS;
  }

  /** Whether the worker should look out awake for what comes after this call. */
  public boolean spins() {
    return spin;
  }

  /**
   * Whoever sends the item: whether that is the waiting thread, which then reads from the worker
   * before it sleeps.
   */
  public boolean readsFrom(Source worker) {
    if (Thread.currentThread() != thread) {
      return false;
    }
    source = worker;
    return true;
  }

  /** The waiting thread: reads, if it may, until the result is there or it is better to sleep. */
  void read(BooleanSupplier done) {
    if (source != null && !thread.isInterrupted()) {
      source.readUntil(done, spin);
    }
  }

  /** The waiting thread: the call has ended. */
  void end() {
    WAITERS.decrementAndGet();
  }
}
