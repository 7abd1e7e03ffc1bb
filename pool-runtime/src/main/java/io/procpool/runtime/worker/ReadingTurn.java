package io.procpool.runtime.worker;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to read what a worker sends. Mostly its reader's; while nothing is to come it
 * may be nobody's, and then a caller that waits for a result can take it.
 *
 * <pre>{@code
 *          rest                     take
 * READER -------> NOBODY -------------------------> CALLER
 *    ^  callReader  |  ^           giveBack            |
 *    +--------------+  +-------------------------------+ callReader
 *    |                                                 v
 *    +------------------------------------------ CALLER_THEN_READER
 *                          giveBack
 * }</pre>
 *
 * <p>Who makes something come that no caller reads for itself calls the reader, after sending; who
 * leaves the turn to nobody looks afterwards whether something is to come. So one of the two sees
 * the other.
 */
final class ReadingTurn {

  private enum Whose {
    READER,
    NOBODY,
    CALLER,
    CALLER_THEN_READER
  }

  private volatile Whose whose = Whose.READER; // changed by who holds this
  private @Nullable Thread reader; // guarded by this

  /** Any thread: what comes next is the reader's to read. */
  synchronized void callReader() {
    switch (whose) {
      case READER, CALLER_THEN_READER -> {}
      case NOBODY -> wakeReader();
      case CALLER -> whose = Whose.CALLER_THEN_READER;
    }
  }

  /** Reader: leaves the turn to nobody, and waits until it is called. */
  void rest(BooleanSupplier somethingComes) {
    synchronized (this) {
      reader = Thread.currentThread();
      whose = Whose.NOBODY;
    }
    if (somethingComes.getAsBoolean()) {
      callReader();
    }
    while (whose != Whose.READER) {
      LockSupport.park(this);
    }
  }

  /** Caller: takes the turn if it is nobody's. */
  synchronized boolean take() {
    boolean free = whose == Whose.NOBODY;
    if (free) {
      whose = Whose.CALLER;
    }
    return free;
  }

  /** Caller: gives the turn back, to the reader if something is to come. */
  void giveBack(BooleanSupplier somethingComes) {
    synchronized (this) {
      if (whose == Whose.CALLER_THEN_READER) {
        wakeReader();
      } else {
        whose = Whose.NOBODY;
      }
    }
    if (somethingComes.getAsBoolean()) {
      callReader();
    }
  }

  private void wakeReader() {
    whose = Whose.READER;
    LockSupport.unpark(reader);
  }
}
