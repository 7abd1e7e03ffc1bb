package io.procpool.ipc.queue;

import static io.procpool.ipc.queue.QueueLayout.END_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.SHUT_DOWN;
import static io.procpool.ipc.queue.QueueLayout.SLOTS_USED_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.TAKES;
import static io.procpool.ipc.queue.QueueLayout.WRITERS_GONE;
import static io.procpool.ipc.queue.QueueLayout.WRITES;

import io.procpool.QueueEndedException;
import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.LockWord;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.ProcessIdentity;
import io.procpool.ipc.memory.SharedWords;
import java.util.ArrayList;
import java.util.List;

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

  private volatile boolean takes;

  Membership(SharedWords words, LockWord putLock, Party party) {
    this.words = words;
    this.lock = putLock;
    this.party = party;
  }

  /**
   * Enters this process, as one that may put. The dead are forgotten, except that they took: that
   * is known until somebody takes in their place.
   *
   * @throws SharedResourceException if too many living processes have the queue
   */
  void enter() {
    locked(() -> {
      forgetTheDead(TAKES);
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
        words.set(QueueLayout.slot(slot), marked());
      }
    });
  }

  /** Says that this process takes, in place of those that have ended. */
  void takes() {
    if (!takes) {
      locked(() -> {
        takes = true;
        forgetTheDead(0);
        if (slot >= 0) {
          words.set(QueueLayout.slot(slot), marked());
        }
      });
    }
  }

  /**
   * The processes that took and have ended, if they were all that did and nobody has come since;
   * else none.
   */
  List<Long> takersThatHaveGone() {
    List<Long> gone = new ArrayList<>();
    int used = used();
    for (int i = 0; i < used; i++) {
      long entry = words.get(QueueLayout.slot(i));
      if ((QueueLayout.mark(entry) & TAKES) != 0) {
        if (isOfALivingProcess(entry)) {
          return List.of();
        }
        gone.add(ProcessIdentity.unpacked(QueueLayout.identity(entry)).pid());
      }
    }
    return gone;
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

  private long marked() {
    return QueueLayout.marked(party.identity(), (writes ? WRITES : 0) | (takes ? TAKES : 0));
  }

  /** Frees the slots of the dead that have none of these marks; the others keep only these. */
  private void forgetTheDead(int kept) {
    int used = used();
    for (int i = 0; i < used; i++) {
      long entry = words.get(QueueLayout.slot(i));
      if (entry != 0 && !isOfALivingProcess(entry)) {
        int marks = QueueLayout.mark(entry) & kept;
        words.set(
            QueueLayout.slot(i),
            marks == 0 ? 0 : QueueLayout.marked(QueueLayout.identity(entry), marks));
      }
    }
  }

  private int freeSlot() {
    int free = emptySlot();
    if (free == QueueLayout.SLOTS) {
      forgetTheDead(0);
      free = emptySlot();
    }
    if (free == QueueLayout.SLOTS) {
      throw new SharedResourceException(
          "too many processes have the queue: processes=" + free + " limit=" + QueueLayout.SLOTS,
          null);
    }
    words.set(SLOTS_USED_OFFSET, Math.max(used(), free + 1L));
    return free;
  }

  private int emptySlot() {
    int used = used();
    for (int i = 0; i < used; i++) {
      if (words.get(QueueLayout.slot(i)) == 0) {
        return i;
      }
    }
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
