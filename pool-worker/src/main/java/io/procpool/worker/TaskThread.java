package io.procpool.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The thread that runs user code and, in between, reads the channel. Interrupts reach it only while
 * it runs user code: elsewhere one would close the channel, and whoever sent it (a thread that a
 * task left behind, a cancel that came too late) meant a task.
 *
 * <p>Entering and leaving happen once an item, so they take no lock: who interrupts announces
 * itself and then looks what runs, who leaves takes that away and then looks for who interrupts. So
 * one of the two sees the other.
 *
 * <p>It has a thread group of its own, which what tasks start inherits: a task that interrupts its
 * group does not reach the worker's other threads.
 */
final class TaskThread extends Thread {

  /** The user code of hooks, which belongs to no item. */
  static final long HOOK = Long.MAX_VALUE;

  private static final long NOTHING = -1;
  private static final VarHandle RUNNING = field("running", long.class);

  private volatile long running = NOTHING; // the item whose user code runs; written by this thread
  private final AtomicInteger interrupters = new AtomicInteger(); // threads that look at it
  private volatile long stopped = NOTHING; // the item that the pool interrupted last
  private volatile boolean harmed; // whether it did where that may do lasting harm

  TaskThread(Runnable body) {
    super(new ThreadGroup("procpool-tasks"), body, "procpool-task");
  }

  /** This thread: the user code of an item, or a {@link #HOOK}, begins. */
  void enterUserCode(long item) {
    RUNNING.setRelease(this, item);
  }

  /** This thread: user code has ended, and with it what interrupted it. */
  void leaveUserCode() {
    running = NOTHING;
    while (interrupters.get() > 0) {
      Thread.onSpinWait();
    }
    boolean _ = Thread.interrupted();
  }

  /** Interrupts the item if its user code runs: the pool wants it to stop. */
  void interrupt(long item) {
    interrupters.incrementAndGet();
    try {
      if (running == item) {
        if (InterruptHarm.isLikelyAt(getStackTrace())) {
          harmed = true;
        }
        stopped = item;
        super.interrupt();
      }
    } finally {
      interrupters.decrementAndGet();
    }
  }

  /** Whether the pool has interrupted an item, ever. */
  boolean hasStoppedAny() {
    return stopped != NOTHING;
  }

  /** Whether the pool has interrupted the item, which has ended. */
  boolean hasStopped(long item) {
    return stopped == item;
  }

  /** Whether such an interrupt may have done lasting harm by where it came. */
  boolean isHarmed() {
    return harmed;
  }

  /** Interrupts the user code that runs, if any does. */
  @Override
  public void interrupt() {
    interrupters.incrementAndGet();
    try {
      if (running != NOTHING) {
        super.interrupt();
      }
    } finally {
      interrupters.decrementAndGet();
    }
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(TaskThread.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
