package io.procpool.ipc.memory;

import static io.procpool.ipc.memory.WaiterLayout.FREE;
import static io.procpool.ipc.memory.WaiterLayout.RELEASED;
import static io.procpool.ipc.memory.WaiterLayout.WAITING;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The threads that wait for one condition or barrier, each in a slot of its own, so that a waiter's
 * death leaves a name and not a wrong count.
 *
 * <p>Only the holder of the lock that guards the table enters a waiter or changes one that waits;
 * once a waiter does not wait any more its slot is its own. Each change is one write, so a death
 * between two of them leaves the table sound.
 */
final class WaiterTable {

  private final SharedWords words;
  private final long head;
  private final int capacity;
  private final Party party;

  /**
   * Makes a view of a table.
   *
   * @param offset of its {@link WaiterLayout}
   */
  WaiterTable(SharedWords words, long offset, int capacity, Party party) {
    this.words = words;
    this.head = offset;
    this.capacity = capacity;
    this.party = party;
  }

  /**
   * Enters the calling thread as the last that came.
   *
   * @return its slot; -1 if the table is full
   */
  int enter() {
    int slot = firstFree();
    if (slot >= 0) {
      long number = words.get(head + WaiterLayout.LAST_NUMBER_OFFSET) + 1;
      words.set(head + WaiterLayout.LAST_NUMBER_OFFSET, number);
      words.set(at(slot) + WaiterLayout.PROCESS_OFFSET, party.identity());
      words.set(wordOf(slot), WaiterLayout.word(number, WAITING));
    }
    return slot;
  }

  /**
   * Frees the calling thread's slot.
   *
   * @return the state it was in
   */
  int leave(int slot) {
    int state = state(slot);
    words.set(wordOf(slot), FREE);
    return state;
  }

  int state(int slot) {
    return WaiterLayout.state(words.get(wordOf(slot)));
  }

  /** Sleeps a slice at most while the calling thread's slot is waiting. */
  void sleep(int slot, Wait wait) throws InterruptedException {
    long word = words.get(wordOf(slot));
    if (WaiterLayout.state(word) == WAITING) {
      wait.sleep(words, wordOf(slot), word);
    }
  }

  /** The slots of waiting threads, the first that came first. */
  List<Integer> waiting() {
    // Each word is read once: without the lock they change meanwhile.
    List<Waiter> waiters = new ArrayList<>();
    int used = used();
    for (int slot = 0; slot < used; slot++) {
      long word = words.get(wordOf(slot));
      if (WaiterLayout.state(word) == WAITING) {
        waiters.add(new Waiter(slot, WaiterLayout.number(word)));
      }
    }
    waiters.sort(Comparator.comparingLong(Waiter::number));
    return waiters.stream().map(Waiter::slot).toList();
  }

  /** The slots of threads that were released but died before they left. */
  List<Integer> releasedInVain() {
    return slots(slot -> state(slot) == RELEASED && isDead(slot));
  }

  /** Whether the process of the slot's thread has died. */
  boolean isDead(int slot) {
    return !party.liveness().isAlive(words.get(at(slot) + WaiterLayout.PROCESS_OFFSET));
  }

  /** Ends the wait of a waiting thread, in that state. */
  void end(int slot, int state) {
    long number = WaiterLayout.number(words.get(wordOf(slot)));
    words.set(wordOf(slot), WaiterLayout.word(number, state));
    party.parker().unpark(words, wordOf(slot), 1);
  }

  private int firstFree() {
    int used = used();
    for (int slot = 0; slot < used; slot++) {
      if (state(slot) == FREE) {
        return slot;
      }
    }
    if (used < capacity) {
      words.set(head + WaiterLayout.USED_OFFSET, used + 1L);
      return used;
    }
    List<Integer> dead = slots(this::isDead);
    return dead.isEmpty() ? -1 : dead.getFirst();
  }

  private List<Integer> slots(IntPredicate wanted) {
    List<Integer> found = new ArrayList<>();
    int used = used();
    for (int slot = 0; slot < used; slot++) {
      if (wanted.test(slot)) {
        found.add(slot);
      }
    }
    return found;
  }

  private int used() {
    return (int) words.get(head + WaiterLayout.USED_OFFSET);
  }

  private long at(int slot) {
    return head + WaiterLayout.HEAD_BYTES + (long) WaiterLayout.SLOT_BYTES * slot;
  }

  private long wordOf(int slot) {
    return at(slot) + WaiterLayout.WORD_OFFSET;
  }

  private record Waiter(int slot, long number) {}
}
