package io.procpool.ipc.memory;

import static io.procpool.ipc.memory.BarrierLayout.BROKEN_OFFSET;
import static io.procpool.ipc.memory.BarrierLayout.PARTIES_OFFSET;
import static io.procpool.ipc.memory.WaiterLayout.BROKEN;
import static io.procpool.ipc.memory.WaiterLayout.RELEASED;
import static io.procpool.ipc.memory.WaiterLayout.WAITING;

import io.procpool.RunnableTask;
import io.procpool.SharedBarrier;
import io.procpool.SharedResourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link SharedBarrier} in a segment of its own: a {@link WaiterTable} guarded by a lock beside
 * it. Who comes last runs the action and releases the others, all under that lock; if its process
 * dies meanwhile, the next that takes the lock is told, and breaks the barrier. Waiters look after
 * each slice of sleep whether one of them, or the holder of the lock, has died.
 */
final class SegmentBarrier implements SharedBarrier, SegmentObject {

  private static final String KIND = "SharedBarrier";

  private final Segment segment;
  private final RunnableTask action;
  private final SharedWords words;
  private final LockWord lock;
  private final WaiterTable table;
  private final Parker parker;

  SegmentBarrier(Segment segment, RunnableTask action, Party party) {
    this.segment = segment;
    this.action = action;
    this.words = party.words(segment);
    this.lock = new LockWord(words, BarrierLayout.LOCK_OFFSET, party);
    this.table =
        new WaiterTable(words, BarrierLayout.WAITERS_OFFSET, BarrierLayout.CAPACITY, party);
    this.parker = party.parker();
  }

  static SegmentBarrier create(int parties, RunnableTask action) {
    Segment segment = SegmentDirectory.current().create(KIND, BarrierLayout.BYTES);
    return Attachments.add(new SegmentBarrier(segment, action, Party.current()).with(parties));
  }

  /** Fills a new barrier, before any other process knows it. */
  SegmentBarrier with(int parties) {
    words.set(PARTIES_OFFSET, parties);
    return this;
  }

  @Override
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return await(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError("a wait without end has timed out", e);
    }
  }

  @Override
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public void abort() {
    enter();
    try {
      breakAll();
    } finally {
      lock.release();
    }
  }

  @Override
  public void reset() {
    enter();
    try {
      endAll(BROKEN);
      words.set(BROKEN_OFFSET, 0);
    } finally {
      lock.release();
    }
  }

  @Override
  public boolean isBroken() {
    return words.get(BROKEN_OFFSET) != 0;
  }

  @Override
  public int parties() {
    return (int) words.get(PARTIES_OFFSET);
  }

  @Override
  public int waiting() {
    return table.waiting().size();
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
    return new BarrierTicket(segment.path().toString(), action);
  }

  @Override
  public void close() {
    SegmentObject.super.close();
  }

  @Override
  public String toString() {
    return segment.shown(
        "SharedBarrier",
        () -> "parties=%d waiting=%d broken=%s".formatted(parties(), waiting(), isBroken()));
  }

  private int await(long timeoutNanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      int slot;
      int place;
      enter();
      try {
        place = parties() - 1 - arrivedBefore();
        if (place == 0) {
          trip();
          return 0;
        }
        slot = takeSlot();
      } finally {
        lock.release();
      }
      awaitTrip(slot, wait);
      return place;
    }
  }

  /** Takes the lock; if its holder died in the middle of something, the barrier is broken. */
  private void enter() {
    if (lock.acquireUninterruptibly() == LockWord.Acquisition.ABANDONED) {
      breakAll();
    }
  }

  private int arrivedBefore() throws BrokenBarrierException {
    breakIfAWaiterDied();
    if (isBroken()) {
      throw new BrokenBarrierException(toString());
    }
    return waiting();
  }

  private int takeSlot() {
    int slot = table.enter();
    if (slot < 0) {
      throw new SharedResourceException("too many waiters: " + this, null);
    }
    return slot;
  }

  private void trip() {
    boolean done = false;
    try {
      action.run();
      done = true;
    } finally {
      if (!done) {
        breakAll();
      }
    }
    endAll(RELEASED);
  }

  private void awaitTrip(int slot, Wait wait)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    int end;
    try {
      sleepUntilTrip(slot, wait);
    } finally {
      end = table.leave(slot);
    }
    if (end != RELEASED) {
      throw new BrokenBarrierException(toString());
    }
  }

  private void sleepUntilTrip(int slot, Wait wait) throws InterruptedException, TimeoutException {
    try {
      while (table.state(slot) == WAITING && !wait.isOver()) {
        table.sleep(slot, wait);
        if (table.state(slot) == WAITING) {
          breakIfSomebodyDied();
        }
      }
    } catch (InterruptedException e) {
      if (breakIfWaiting(slot)) {
        throw e;
      }
      Thread.currentThread().interrupt(); // tripped or broken before the interrupt was noticed
    }
    if (breakIfWaiting(slot)) {
      throw new TimeoutException(toString());
    }
  }

  /** Breaks the barrier for a waiter that gives up, unless its wait has just ended. */
  private boolean breakIfWaiting(int slot) {
    if (table.state(slot) != WAITING) {
      return false;
    }
    enter();
    try {
      boolean inVain = table.state(slot) == WAITING;
      if (inVain) {
        breakAll();
      }
      return inVain;
    } finally {
      lock.release();
    }
  }

  /** Looks around without waiting: who holds the lock alive will see to it. */
  private void breakIfSomebodyDied() {
    switch (lock.tryAcquire()) {
      case REFUSED -> {
        return;
      }
      case ABANDONED -> breakAll();
      case ACQUIRED -> breakIfAWaiterDied();
    }
    lock.release();
  }

  private void breakIfAWaiterDied() {
    if (table.waiting().stream().anyMatch(table::isDead)) {
      breakAll();
    }
  }

  private void breakAll() {
    words.set(BROKEN_OFFSET, 1);
    endAll(BROKEN);
  }

  private void endAll(int state) {
    List<Integer> waiting = table.waiting();
    waiting.forEach(slot -> table.end(slot, state));
  }

  /** The way to a barrier's file, and its action. */
  record BarrierTicket(String path, RunnableTask action) implements Ticket {

    @Override
    public Object redeem() {
      Path file = Path.of(path);
      return Attachments.find(
          file, () -> new SegmentBarrier(Segment.attach(file, KIND), action, Party.current()));
    }
  }
}
