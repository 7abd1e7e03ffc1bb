package io.procpool.ipc.memory;

import io.procpool.AbandonedLockException;
import io.procpool.SharedReentrantLock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A condition that simulated processes wait for. */
final class ConditionScene implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService threads;
  private final Segment lockSegment =
      SegmentDirectory.current().create("SharedReentrantLock", LockLayout.BYTES);
  private final Segment segment =
      SegmentDirectory.current().create("SharedCondition", ConditionLayout.BYTES);
  private final Set<Mortal> notified = ConcurrentHashMap.newKeySet();

  ConditionScene(ExecutorService threads) {
    this.threads = threads;
  }

  /** Starts a process that waits once; true if it died of it. */
  Future<Boolean> awaits(Mortal mortal) {
    return threads.submit(() -> mortal.diesIn(() -> await(mortal)));
  }

  /** Whether the process had its notification and knew it. */
  boolean wasNotified(Mortal mortal) {
    return notified.contains(mortal);
  }

  /** Until the process is in the table, or its life is over. */
  void untilWaits(Mortal mortal, Future<Boolean> life) {
    while (!life.isDone() && !isWaiting(mortal)) {
      Thread.onSpinWait();
    }
  }

  /** Signals once, from a process that lives on, and does something more before it unlocks. */
  void signal(Runnable more) {
    SegmentCondition condition = conditionOf(Mortal.livesOn());
    lock(condition);
    condition.signal();
    more.run();
    condition.lock().unlock();
  }

  SegmentCondition conditionOf(Mortal mortal) {
    SharedReentrantLock lock = new SegmentReentrantLock(lockSegment, mortal.party());
    return new SegmentCondition(segment, lock, false, mortal.party());
  }

  @Override
  public void close() {
    segment.close();
    lockSegment.close();
  }

  private void await(Mortal mortal) throws InterruptedException {
    SegmentCondition condition = conditionOf(mortal);
    lock(condition);
    try {
      if (!condition.await(LONG)) {
        throw new AssertionError("not notified");
      }
    } catch (AbandonedLockException e) {
      // An end of its wait, too.
    }
    notified.add(mortal);
    condition.lock().unlock();
  }

  private static void lock(SegmentCondition condition) {
    try {
      condition.lock().lock();
    } catch (AbandonedLockException e) {
      // Held all the same.
    }
  }

  private boolean isWaiting(Mortal mortal) {
    SharedWords words = new SharedWords(segment);
    for (int slot = 0; slot < words.get(WaiterLayout.USED_OFFSET); slot++) {
      int at = WaiterLayout.HEAD_BYTES + WaiterLayout.SLOT_BYTES * slot;
      long word = words.get(at + WaiterLayout.WORD_OFFSET);
      if (words.get(at + WaiterLayout.PROCESS_OFFSET) == mortal.identity()
          && WaiterLayout.state(word) == WaiterLayout.WAITING) {
        return true;
      }
    }
    return false;
  }
}
