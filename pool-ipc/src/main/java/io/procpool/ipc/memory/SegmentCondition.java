package io.procpool.ipc.memory;

import io.procpool.AbandonedLockException;
import io.procpool.SharedCondition;
import io.procpool.SharedLock;
import io.procpool.SharedResourceException;
import io.procpool.ipc.pickle.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A {@link SharedCondition} in a segment of its own: a {@link WaiterTable} guarded by the
 * condition's lock. Each waiter sleeps on its own slot, so a notification is for one thread and
 * stays visible until that thread has the lock again; that of a thread that dies before is passed
 * on, by the next that notifies or by a waiter that looks around after a slice of sleep.
 */
final class SegmentCondition implements SharedCondition, SegmentObject {

  private static final String KIND = "SharedCondition";

  private final Segment segment;
  private final SharedLock lock;
  private final ConditionLock inner;
  private final boolean ownsLock;
  private final WaiterTable table;
  private final Parker parker;

  SegmentCondition(Segment segment, SharedLock lock, boolean ownsLock, Party party) {
    this.segment = segment;
    this.lock = lock;
    this.inner = (ConditionLock) lock;
    this.ownsLock = ownsLock;
    this.parker = party.parker();
    this.table =
        new WaiterTable(
            party.words(segment), ConditionLayout.WAITERS_OFFSET, ConditionLayout.CAPACITY, party);
  }

  static SegmentCondition create(SharedLock lock, boolean ownsLock) {
    if (!(lock instanceof ConditionLock)) {
      throw new IllegalArgumentException("not a lock of this provider: " + lock);
    }
    Segment segment = SegmentDirectory.current().create(KIND, ConditionLayout.BYTES);
    return Attachments.add(new SegmentCondition(segment, lock, ownsLock, Party.current()));
  }

  @Override
  public SharedLock lock() {
    return lock;
  }

  @Override
  public void await() throws InterruptedException {
    await(Long.MAX_VALUE);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return await(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public void waitFor(BooleanSupplier test) throws InterruptedException {
    waitFor(test, Long.MAX_VALUE);
  }

  @Override
  public boolean waitFor(BooleanSupplier test, Duration timeout) throws InterruptedException {
    return waitFor(test, TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public void signal() {
    signal(1);
  }

  @Override
  public void signal(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count);
    }
    requireHeld();
    passOn();
    release(count);
  }

  @Override
  public void signalAll() {
    requireHeld();
    release(Integer.MAX_VALUE);
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Ticket ticket() {
    return new ConditionTicket(segment.path().toString(), ((SharedObject) lock).ticket(), ownsLock);
  }

  @Override
  public void close() {
    SegmentObject.super.close();
    if (ownsLock) {
      lock.close();
    }
  }

  @Override
  public String toString() {
    return segment.shown("SharedCondition", lock::toString);
  }

  private boolean waitFor(BooleanSupplier test, long timeoutNanos) throws InterruptedException {
    requireHeld();
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      boolean done = test.getAsBoolean();
      while (!done && !wait.isOver()) {
        await(wait);
        done = test.getAsBoolean();
      }
      return done;
    }
  }

  private boolean await(long timeoutNanos) throws InterruptedException {
    requireHeld();
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      return await(wait);
    }
  }

  private boolean await(Wait wait) throws InterruptedException {
    wait.checkInterrupt();
    int slot = enter();
    boolean interrupted = false;
    boolean released = false;
    try {
      do {
        interrupted = sleepUnlocked(slot, wait);
        passOn();
        released = table.state(slot) == WaiterLayout.RELEASED;
      } while (!released && !interrupted && !wait.isOver());
    } finally {
      table.leave(slot);
    }
    // As java.util.concurrent's: who was notified before the interrupt has not waited in vain.
    if (interrupted && !released) {
      throw new InterruptedException();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return released;
  }

  private int enter() {
    passOn();
    int slot = table.enter();
    if (slot < 0) {
      throw new SharedResourceException(
          "too many waiters: waiters=" + MAX_WAITERS + "; " + segment.path(), null);
    }
    return slot;
  }

  /**
   * Gives the lock back for as long as the waiter has reason to sleep.
   *
   * @return whether it was interrupted
   * @throws AbandonedLockException with the lock held
   */
  private boolean sleepUnlocked(int slot, Wait wait) {
    int holds = inner.releaseFully();
    try {
      do {
        table.sleep(slot, wait);
      } while (table.state(slot) == WaiterLayout.WAITING
          && !wait.isOver()
          && table.releasedInVain().isEmpty());
      return false;
    } catch (InterruptedException e) {
      return true;
    } finally {
      inner.acquireAgain(holds);
    }
  }

  /** Gives the notifications of dead waiters to others: first that, then forgets the dead. */
  private void passOn() {
    for (int dead : table.releasedInVain()) {
      release(1);
      table.leave(dead);
    }
  }

  private void release(int count) {
    int left = count;
    for (int slot : table.waiting()) {
      if (table.isDead(slot)) {
        table.leave(slot);
      } else if (left-- > 0) {
        table.end(slot, WaiterLayout.RELEASED);
      }
    }
  }

  private void requireHeld() {
    if (!inner.isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("the calling thread does not hold " + lock);
    }
  }

  /** The way to a condition's file and to its lock. */
  record ConditionTicket(String path, Ticket lock, boolean ownsLock) implements Ticket {

    @Override
    public Object redeem() {
      SharedLock found = (SharedLock) lock.redeem();
      Path file = Path.of(path);
      return Attachments.find(
          file,
          () -> new SegmentCondition(Segment.attach(file, KIND), found, ownsLock, Party.current()));
    }
  }
}
