package io.procpool.runtime.manager;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who wait for one thing that an object lacks, in the order in which they came: threads, and
 * calls that no thread waits for. Who calls a method other than {@link #withdraw} holds the
 * object's lock.
 *
 * <p>A thread that is signalled wakes and looks again; a call may do so at once, in the thread that
 * signals. So signal last, when what they wait for is there.
 */
@SuppressWarnings("WaitNotInLoop") // the callers loop
final class WaitingLine {

  private final ReentrantLock lock;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  WaitingLine(ReentrantLock lock) {
    this.lock = lock;
  }

  /** One who waits. */
  interface Entry {

    /** Whether it does not wait any more: the signal is the next one's. */
    boolean isGone();

    /** What was lacking may be there. */
    void lookAgain();
  }

  private record Sleeper(Condition woken) implements Entry {

    @Override
    public boolean isGone() {
      return false; // it leaves by itself
    }

    @Override
    public void lookAgain() {
      woken.signal();
    }
  }

  /** Lets a thread wait until it is signalled, or so long; it looks again then. */
  void await(Patience patience) throws InterruptedException {
    Sleeper sleeper = new Sleeper(lock.newCondition());
    entries.add(sleeper);
    try {
      patience.await(sleeper.woken);
    } catch (InterruptedException e) {
      if (!entries.contains(sleeper)) {
        signal(); // it will not look again: its signal is the next one's
      }
      throw e;
    } finally {
      entries.remove(sleeper);
    }
  }

  /** Lets a thread wait until it is signalled, whatever interrupts come. */
  void awaitUninterruptibly() {
    Sleeper sleeper = new Sleeper(lock.newCondition());
    entries.add(sleeper);
    sleeper.woken.awaitUninterruptibly();
    entries.remove(sleeper);
  }

  /** Adds one that no thread waits for. */
  void add(Entry entry) {
    entries.add(entry);
  }

  /** Takes one out; false if it was signalled before. */
  boolean withdraw(Entry entry) {
    lock.lock();
    try {
      return entries.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Has the first look again. */
  void signal() {
    Entry first = entries.poll();
    while (first != null && first.isGone()) {
      first = entries.poll();
    }
    if (first != null) {
      first.lookAgain();
    }
  }

  /** Has all look again that are in here now. */
  void signalAll() {
    for (Entry entry : entries.toArray(new Entry[0])) {
      if (entries.remove(entry)) {
        entry.lookAgain();
      }
    }
  }
}
