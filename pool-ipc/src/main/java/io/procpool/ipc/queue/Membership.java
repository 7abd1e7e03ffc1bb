package io.procpool.ipc.queue;

import static io.procpool.ipc.queue.QueueLayout.END_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.SHUT_DOWN;
import static io.procpool.ipc.queue.QueueLayout.SLOTS_USED_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.WRITERS_GONE;
import static io.procpool.ipc.queue.QueueLayout.WRITES;

import io.procpool.QueueEndedException;
import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.LockWord;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.ProcessIdentity;
import io.procpool.ipc.memory.SharedWords;

/**
 * The processes that have a queue, each in a slot of its own, and whether the queue has ended.
 *
 * <p>All changes are made under the put lock and by one write each, so that nobody puts while the
 * queue ends, and a death leaves the table sound. The queue ends when somebody says so, or when
 * someone finds that no living process is left that may put; that is written down too, so that a
 * process that comes later cannot put what nobody waits for.
 */
final class Membership {

  private final SharedWords words;
  private final LockWord lock;
  private final Party party;

  /** This process's slot; -1 when it has none. Changed under the lock. */
  private volatile int slot = -1;

  private volatile boolean writes;

  Membership(SharedWords words, LockWord putLock, Party party) {
    this.words = words;
    this.lock = putLock;
    this.party = party;
  }

  /**
   * Enters this process, as one that may put.
   *
   * @throws SharedResourceException if too many living processes have the queue
   */
  void enter() {
    locked(() -> {
      int free = freeSlot();
      words.set(QueueLayout.slot(free), QueueLayout.marked(party.identity(), WRITES));
      slot = free;
      writes = true;
    });
  }

  /** Says that this process puts no more. */
  void endWriting() {
    locked(() -> {
      if (writes) {
        writes = false;
        words.set(QueueLayout.slot(slot), QueueLayout.marked(party.identity(), 0));
      }
    });
  }

  /**
   * Leaves.
   *
   * @return whether no other living process has the queue
   */
  boolean leave() {
    boolean[] last = new boolean[1];
    locked(() -> {
      writes = false;
      if (slot >= 0) {
        words.set(QueueLayout.slot(slot), 0);
        slot = -1;
      }
      last[0] = count(0) == 0;
    });
    return last[0];
  }

  /** Ends the queue, if it has not ended yet. */
  void shutDown() {
    locked(() -> end(SHUT_DOWN));
  }

  /** How many living processes may put. */
  int writers() {
    return count(WRITES);
  }

  /** Whether the queue has ended; finds out whether its writers are gone. */
  boolean hasEnded() {
    if (words.getOrdered(END_OFFSET) != 0) {
      return true;
    }
    if (writes || writers() > 0) {
      return false;
    }
    locked(() -> {
      if (writers() == 0) {
        end(WRITERS_GONE);
      }
    });
    return words.getOrdered(END_OFFSET) != 0;
  }

  /**
   * Throws unless this process may put. Final while the put lock is held.
   *
   * @throws QueueEndedException if the queue has ended
   * @throws IllegalStateException if this process has ended writing
   */
  void requireWriter() {
    if (words.get(END_OFFSET) != 0) {
      throw ended();
    }
    if (!writes) {
      throw new IllegalStateException(
          "this process has ended writing to the queue: pid="
              + ProcessIdentity.unpacked(party.identity()).pid());
    }
  }

  /** What tells a caller that the queue has ended. */
  QueueEndedException ended() {
    long end = words.get(END_OFFSET);
    long pid = ProcessIdentity.unpacked(QueueLayout.identity(end)).pid();
    String why =
        QueueLayout.mark(end) == SHUT_DOWN
            ? "it was shut down by pid=" + pid
            : "every process that could put something has gone or ended writing, as pid="
                + pid
                + " found";
    return new QueueEndedException("the queue has ended: " + why);
  }

  private void end(int cause) {
    if (words.get(END_OFFSET) == 0) {
      words.setOrdered(END_OFFSET, QueueLayout.marked(party.identity(), cause));
    }
  }

  private int freeSlot() {
    int used = used();
    for (int i = 0; i < used; i++) {
      if (!isOfALivingProcess(words.get(QueueLayout.slot(i)))) {
        return i;
      }
    }
    if (used == QueueLayout.SLOTS) {
      throw new SharedResourceException(
          "too many processes have the queue: processes=" + used + " limit=" + QueueLayout.SLOTS,
          null);
    }
    words.set(SLOTS_USED_OFFSET, used + 1L);
    return used;
  }

  /** How many living processes have slots with all of these marks. */
  private int count(int marks) {
    int used = used();
    int count = 0;
    for (int i = 0; i < used; i++) {
      long entry = words.get(QueueLayout.slot(i));
      if ((QueueLayout.mark(entry) & marks) == marks && isOfALivingProcess(entry)) {
        count++;
      }
    }
    return count;
  }

  private boolean isOfALivingProcess(long entry) {
    return entry != 0 && party.liveness().isAlive(QueueLayout.identity(entry));
  }

  private int used() {
    return (int) words.get(SLOTS_USED_OFFSET);
  }

  private void locked(Runnable change) {
    lock.acquireUninterruptibly();
    try {
      change.run();
    } finally {
      lock.release();
    }
  }
}
