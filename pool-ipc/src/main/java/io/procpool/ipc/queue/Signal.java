package io.procpool.ipc.queue;

import io.procpool.ipc.memory.Parker;
import io.procpool.ipc.memory.SharedWords;
import io.procpool.ipc.memory.Wait;

/**
 * How threads sleep until something has happened that they cannot see in one word; no system call
 * while nobody sleeps. An event count, as in Reed and Kanodia, "Synchronization with Eventcounts
 * and Sequencers", with marks for who sleeps.
 *
 * <pre>
 * bit 63                                        2   1   0
 *     +------------------------------------------+---+---+
 *     | count of wake-ups                        | E | S |
 *     +------------------------------------------+---+---+
 * </pre>
 *
 * A sleeper {@link #announce announces} itself (S), looks again whether it must sleep, and sleeps
 * while the word is unchanged. Who makes something happen looks at the word afterwards, and if S is
 * set takes the marks off, counts, and wakes one. Both look after they have written, so at least
 * one sees the other. As the marks are gone then while others may sleep on, one that has slept puts
 * them back when it leaves: {@link #passOn}. If it dies instead, the others find out after a slice
 * of sleep.
 *
 * <p>E is set by a sleeper that wants to be woken at the first chance, not only when it is worth
 * it.
 */
final class Signal {

  static final long SLEEPERS = 1;
  static final long EAGER = 2;

  private static final long MARKS = SLEEPERS | EAGER;
  private static final long STEP = 4;

  private final SharedWords words;
  private final long offset;
  private final Parker parker;

  Signal(SharedWords words, long offset, Parker parker) {
    this.words = words;
    this.offset = offset;
    this.parker = parker;
  }

  /** Marks the word; what it is then is what {@link #sleep} expects. */
  long announce(long marks) {
    while (true) {
      long seen = words.getOrdered(offset);
      long marked = seen | marks;
      if (seen == marked || words.compareAndSet(offset, seen, marked)) {
        return marked;
      }
    }
  }

  /** Sleeps that long at most, unless the word has changed since. */
  void sleep(Wait wait, long announced, long maxNanos) throws InterruptedException {
    wait.sleep(words, offset, announced, maxNanos);
  }

  /** The marks now. */
  long marks() {
    return words.getOrdered(offset) & MARKS;
  }

  /** Wakes one if there may be sleepers. */
  void wakeOne() {
    for (long seen = words.getOrdered(offset);
        (seen & SLEEPERS) != 0;
        seen = words.getOrdered(offset)) {
      if (words.compareAndSet(offset, seen, (seen + STEP) & ~MARKS)) {
        parker.unpark(words, offset, 1);
        return;
      }
    }
  }

  /** Wakes all, and all that are about to sleep. */
  void wakeAll() {
    long seen;
    do {
      seen = words.getOrdered(offset);
    } while (!words.compareAndSet(offset, seen, (seen + STEP) & ~MARKS));
    parker.unpark(words, offset, Integer.MAX_VALUE);
  }

  /**
   * Ends a wait with sleep in it: others may still sleep.
   *
   * @param more whether there is something for them
   */
  void passOn(long marks, boolean more) {
    announce(marks);
    if (more) {
      wakeOne();
    }
  }
}
