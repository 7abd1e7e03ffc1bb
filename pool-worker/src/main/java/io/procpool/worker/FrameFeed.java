package io.procpool.worker;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameTooLargeException;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.exit.SelfKill;
import io.procpool.ipc.status.StatusPage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings frames to the task thread. When that thread has nothing to do it reads the channel itself,
 * so that a task that arrives runs without a change of threads. While it runs one task for long,
 * the watcher reads in its place: it hands interrupts through, keeps other frames for later, and
 * ends the process when the pool is gone.
 */
final class FrameFeed {

  private static final long TICK_NANOS = 20_000_000;
  private static final int IDLE_TICKS = 50;
  private static final int REST_TICKS = 10; // not at once: what starts has the processors first

  private final FrameChannel channel;
  private final StatusPage status;
  private final Consumer<Frame> interrupts;
  private final ArrayDeque<Frame> arrived = new ArrayDeque<>(); // guarded by this
  private boolean reading; // guarded by this: a thread is in channel.receive()
  private boolean waiting; // guarded by this: the task thread is in next()
  private @Nullable FrameTooLargeException tooLarge; // guarded by this: the watcher's last frame
  private final AtomicLong steps =
      new AtomicLong(); // items and frames of the task thread; only it writes
  private volatile boolean asleep; // the watcher, until it is woken
  private volatile @Nullable Thread watcher;

  FrameFeed(FrameChannel channel, StatusPage status, Consumer<Frame> interrupts) {
    this.channel = channel;
    this.status = status;
    this.interrupts = interrupts;
  }

  /**
   * Task thread: blocks for the next frame. Ends the process when the pool is gone.
   *
   * @throws FrameTooLargeException if there is no heap for it
   */
  Frame next() throws IOException {
    synchronized (this) {
      waiting = true;
      while (arrived.isEmpty() && reading && tooLarge == null) {
        await();
      }
      Frame first = arrived.poll();
      if (first != null) {
        waiting = false;
        return first;
      }
      if (tooLarge != null) {
        throw tooLarge;
      }
      reading = true;
    }
    status.listen();
    Frame frame = receiveOrDie();
    synchronized (this) {
      reading = false;
      waiting = false;
    }
    wakeWatcher();
    return frame;
  }

  /** Task thread: whether a frame is here already, or a part of one. */
  boolean hasArrived() {
    synchronized (this) {
      if (!arrived.isEmpty()) {
        return true;
      }
    }
    return channel.hasStaged();
  }

  /** Task thread: a task begins. */
  void step() {
    steps.lazySet(steps.getPlain() + 1);
  }

  /**
   * Watcher: never returns.
   *
   * @param atRest run once, as soon as the task thread has had nothing to do for a while
   */
  void watch(Runnable atRest) throws IOException {
    watcher = Thread.currentThread();
    long last = -1;
    int idle = 0;
    boolean rested = false;
    while (true) {
      LockSupport.parkNanos(this, TICK_NANOS);
      long seen = steps.get();
      if (seen != last) {
        last = seen;
        idle = 0;
      } else if (takeReading()) {
        readForTaskThread();
        idle = 0;
      } else if (++idle == REST_TICKS && !rested) {
        rested = true;
        atRest.run();
      } else if (idle > IDLE_TICKS) {
        sleep(seen);
        idle = 0;
      }
    }
  }

  private synchronized boolean takeReading() {
    if (waiting || reading) {
      return false;
    }
    reading = true;
    return true;
  }

  private void readForTaskThread() throws IOException {
    try {
      while (take(receiveOrDie())) {}
    } catch (FrameTooLargeException e) {
      leaveToTaskThread(e);
    }
  }

  /** Whether the watcher is to go on reading. */
  private boolean take(Frame frame) {
    if (frame.type() == FrameType.INTERRUPT) {
      interrupts.accept(frame);
    }
    synchronized (this) {
      if (frame.type() != FrameType.INTERRUPT) {
        arrived.add(frame);
      }
      reading = !waiting;
      notifyAll();
      return reading;
    }
  }

  /** Lets the running task end before the worker does. From here on the channel tells nothing. */
  private void leaveToTaskThread(FrameTooLargeException e) {
    synchronized (this) {
      tooLarge = e;
      notifyAll();
    }
    ProcessHandle pool = ProcessHandle.current().parent().orElse(null);
    while (pool != null && pool.isAlive()) {
      LockSupport.parkNanos(this, TICK_NANOS);
    }
    SelfKill.now();
  }

  private void sleep(long seen) {
    asleep = true;
    if (steps.get() == seen) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  private void wakeWatcher() {
    // A full fence: the watcher sees the step, or this thread sees it asleep.
    steps.set(steps.getPlain() + 1);
    if (asleep) {
      LockSupport.unpark(watcher);
    }
  }

  private Frame receiveOrDie() throws IOException {
    Frame frame = channel.receive();
    if (frame == null) {
      // The pool's process is gone. Nobody waits for anything here: no hooks, no last words.
      SelfKill.now();
      throw new IllegalStateException("killed");
    }
    return frame;
  }

  @SuppressWarnings("WaitNotInLoop") // called in one
  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      // Meant for a task that has ended; the task thread itself is never asked to stop.
    }
  }
}
