package io.procpool.ipc.queue;

import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.LockWord;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.Segment;

/**
 * Takes a queue's memory away from this process without harm to the others. A thread that loses it
 * while it holds a lock could never free that lock, and its process lives on: so the memory goes
 * while both locks are held through another mapping.
 */
final class Closing {

  private Closing() {}

  /** Closes the segment. Waits for threads that have a lock, for as long as one holds it. */
  static void unmap(Segment segment, Party party) {
    Segment other;
    try {
      other = Segment.attach(segment.path(), SegmentQueue.KIND);
    } catch (SharedResourceException e) {
      // The file went with its creator, so there is no second mapping to be had. The first one goes
      // when nothing refers to it any more.
      return;
    }
    try (other) {
      LockWord put = new LockWord(party.words(other), QueueLayout.PUT_LOCK_OFFSET, party);
      LockWord take = new LockWord(party.words(other), QueueLayout.TAKE_LOCK_OFFSET, party);
      put.acquireUninterruptibly();
      take.acquireUninterruptibly();
      segment.close();
      take.release();
      put.release();
    }
  }
}
