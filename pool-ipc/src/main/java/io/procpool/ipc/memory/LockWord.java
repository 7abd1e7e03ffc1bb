package io.procpool.ipc.memory;

import static io.procpool.ipc.memory.LockLayout.CONTENDED;
import static io.procpool.ipc.memory.LockLayout.FREE;
import static io.procpool.ipc.memory.LockLayout.FURTHER_HOLDS_OFFSET;
import static io.procpool.ipc.memory.LockLayout.TAKING;
import static io.procpool.ipc.memory.LockLayout.THREAD_OFFSET;
import static io.procpool.ipc.memory.LockLayout.WORD_OFFSET;

/**
 * A lock in shared memory that outlives its holder: taken by one compare-and-set, freed by one
 * swap, and no system call while nobody waits. The three-state futex mutex of Ulrich Drepper's
 * "Futexes Are Tricky", with the holder's identity in place of "locked" so that a dead holder can
 * be told.
 *
 * <p>Whoever finds the holder's process dead takes the lock over with the same compare-and-set that
 * others would use, so exactly one does, and is told {@link Acquisition#ABANDONED}. It holds the
 * lock when the dead one's thread is overwritten, by one more compare-and-set. If it dies before it
 * could act on that, the next one is told. Not fair: who comes just as the lock is freed may have
 * it before one that sleeps. Threads may share an instance.
 */
public final class LockWord {

  /** How an attempt ended. */
  public enum Acquisition {
    /** The caller holds the lock. */
    ACQUIRED,
    /** The caller holds the lock, and its former holder died holding it. */
    ABANDONED,
    /** Another holds the lock. */
    REFUSED
  }

  private final SharedWords words;
  private final long word;
  private final long thread;
  private final long furtherHolds;
  private final Party party;
  private final long mine;

  /**
   * Makes a view of a lock.
   *
   * @param offset of its {@link LockLayout}
   * @param party who acts through this view
   */
  public LockWord(SharedWords words, long offset, Party party) {
    this.words = words;
    this.word = offset + WORD_OFFSET;
    this.thread = offset + THREAD_OFFSET;
    this.furtherHolds = offset + FURTHER_HOLDS_OFFSET;
    this.party = party;
    this.mine = LockLayout.heldBy(party.identity());
  }

  /** Takes the lock if it is free; looks at nothing else. The fast way in. */
  public boolean tryAcquireFree() {
    return takeFree(mine);
  }

  /** Takes the lock if it is free or its holder has died; does not wait. */
  public Acquisition tryAcquire() {
    if (tryAcquireFree()) {
      return Acquisition.ACQUIRED;
    }
    long seen = words.get(word);
    return takeFromTheDead(seen, mine | (seen & CONTENDED));
  }

  /** Waits until the lock can be taken, without end and without heed to interrupts. */
  public Acquisition acquireUninterruptibly() {
    try (Wait wait = Wait.uninterruptible(party.parker())) {
      return acquire(wait);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  /**
   * Waits for that long, {@link Long#MAX_VALUE} for no limit, until the lock can be taken.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  public Acquisition acquire(long timeoutNanos) throws InterruptedException {
    try (Wait wait = Wait.upTo(party.parker(), timeoutNanos)) {
      return acquire(wait);
    }
  }

  /**
   * Frees the lock and wakes one sleeper if there may be one.
   *
   * @throws IllegalMonitorStateException if this thread does not hold it
   */
  public void release() {
    if (!isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException(
          "not the holder: thread=%d of pid=%d; %s"
              .formatted(
                  Thread.currentThread().threadId(),
                  ProcessIdentity.unpacked(party.identity()).pid(),
                  describe()));
    }
    words.set(thread, 0);
    if ((words.getAndSet(word, FREE) & CONTENDED) != 0) {
      party.parker().unpark(words, word, 1);
    }
  }

  /** Exact: first the word, so that a dead holder's thread has gone when the word is ours. */
  boolean isHeldByCurrentThread() {
    return (words.get(word) & ~CONTENDED) == mine && words.get(thread) == currentThread();
  }

  /** Whether a living process holds it. */
  boolean isHeld() {
    long seen = words.get(word);
    return seen != FREE && party.liveness().isAlive(LockLayout.holder(seen));
  }

  /** Who holds it, for messages. */
  public String describe() {
    long seen = words.get(word);
    return seen == FREE
        ? "held by nobody"
        : "held by thread=%d of pid=%d"
            .formatted(
                LockLayout.threadId(words.get(thread)),
                ProcessIdentity.unpacked(LockLayout.holder(seen)).pid());
  }

  private Acquisition acquire(Wait wait) throws InterruptedException {
    if (wait.isEndless() && isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("this thread holds the lock already: " + describe());
    }
    Acquisition taken = Acquisition.REFUSED;
    try {
      while (true) {
        wait.checkInterrupt();
        taken = attempt(wait.hasSlept());
        if (taken != Acquisition.REFUSED || wait.isOver()) {
          return taken;
        }
        sleep(wait);
      }
    } finally {
      if (taken == Acquisition.REFUSED && wait.hasSlept()) {
        party.parker().unpark(words, word, 1); // a wake-up that came too late here is another's
      }
    }
  }

  private Acquisition attempt(boolean hasSlept) {
    // Who has slept cannot know whether others still do, so it wakes one more when it leaves.
    long held = hasSlept ? mine | CONTENDED : mine;
    if (spin(held)) {
      return Acquisition.ACQUIRED;
    }
    long seen = words.get(word);
    return takeFromTheDead(seen, held | (seen & CONTENDED));
  }

  private boolean takeFree(long held) {
    if (words.compareAndSet(word, FREE, held)) {
      words.set(thread, currentThread());
      return true;
    }
    return false;
  }

  private Acquisition takeFromTheDead(long seen, long held) {
    boolean alive = seen == FREE || party.liveness().isAlive(LockLayout.holder(seen));
    if (alive || !words.compareAndSet(word, seen, held | TAKING)) {
      return Acquisition.REFUSED;
    }
    words.set(furtherHolds, 0);
    words.set(thread, currentThread());
    boolean taken = false;
    while (!taken) { // at most one more time: others only add that they sleep
      long taking = words.get(word);
      taken = words.compareAndSet(word, taking, taking & ~TAKING);
    }
    return Acquisition.ABANDONED;
  }

  private long currentThread() {
    return LockLayout.thread(party.identity(), Thread.currentThread().threadId());
  }

  private boolean spin(long held) {
    Spin spin = new Spin();
    do {
      if (words.get(word) == FREE && takeFree(held)) {
        return true;
      }
    } while (spin.goOn());
    return false;
  }

  private void sleep(Wait wait) throws InterruptedException {
    long seen = words.get(word);
    long marked = seen | CONTENDED;
    if (seen != FREE && (seen == marked || words.compareAndSet(word, seen, marked))) {
      wait.sleep(words, word, marked);
    }
  }
}
