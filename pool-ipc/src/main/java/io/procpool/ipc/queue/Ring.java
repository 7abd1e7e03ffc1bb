package io.procpool.ipc.queue;

import static io.procpool.ipc.queue.QueueLayout.HEAD_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.HEAD_SEEN_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.TAIL_OFFSET;
import static io.procpool.ipc.queue.QueueLayout.TAIL_SEEN_OFFSET;

import io.procpool.ipc.memory.LockWord;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.SharedWords;
import java.util.HashSet;
import java.util.Set;

/**
 * The queue's records between head and tail, and the two locks that guard them: producers share
 * one, consumers the other. Nothing here waits for the other side.
 *
 * <p>A put writes its records behind the tail, where no consumer looks, and then the tail, in one
 * write; a take copies records out, and then writes the head, in one write. So a process that dies
 * anywhere has put all of a hold's records or none, and taken them or not, and who takes its lock
 * over finds nothing to repair. "Seen" words spare each side the other's cache line: {@code head
 * seen <= head <= tail <= head seen + capacity}, and likewise for the tail.
 */
final class Ring {

  /** A lock is held for no more than this many bytes, but for one record at least. */
  static final int HOLD_BYTES = 64 << 10;

  private final SharedWords words;
  private final RingMemory memory;
  private final int capacity;
  private final LockWord putLock;
  private final LockWord takeLock;
  private final ElementFiles files;

  Ring(SharedWords words, ElementFiles files, Party party) {
    this.words = words;
    this.files = files;
    this.memory = new RingMemory(words, words.get(QueueLayout.RING_BYTES_OFFSET));
    this.capacity = (int) words.get(QueueLayout.CAPACITY_OFFSET);
    this.putLock = new LockWord(words, QueueLayout.PUT_LOCK_OFFSET, party);
    this.takeLock = new LockWord(words, QueueLayout.TAKE_LOCK_OFFSET, party);
  }

  int capacity() {
    return capacity;
  }

  /** Longer records do not go into the ring. */
  int maxRecordBytes() {
    return memory.units() * Position.UNIT_BYTES / 4;
  }

  /** The lock that stops all putting. */
  LockWord putLock() {
    return putLock;
  }

  /**
   * Puts the next records of a call, as many as have room and one hold allows.
   *
   * @param permission asked while putting is locked; throws if this process may not put
   * @return how many
   */
  int put(Outgoing from, Runnable permission) {
    enter(putLock);
    try {
      permission.run();
      long tail = words.get(TAIL_OFFSET);
      long start = tail;
      while (from.hasNext() && isWithinHold(start, tail) && fits(tail, from.length())) {
        memory.write(tail, from);
        tail = Position.after(tail, RecordLayout.units(from.length()));
        from.advance();
      }
      if (tail != start) {
        words.setOrdered(TAIL_OFFSET, tail);
      }
      return Position.elementsBetween(start, tail);
    } finally {
      putLock.release();
    }
  }

  /**
   * Takes the first records, as many as are there, up to {@code max} and one hold.
   *
   * @return how many
   */
  int take(Incoming into, int max) {
    enter(takeLock);
    try {
      long head = words.get(HEAD_OFFSET);
      long next = copy(head, into, max);
      if (next != head) {
        words.setOrdered(HEAD_OFFSET, next);
      }
      return Position.elementsBetween(head, next);
    } finally {
      takeLock.release();
    }
  }

  /** Copies the first record, which stays; false if there is none. */
  boolean peek(Incoming into) {
    enter(takeLock);
    try {
      long head = words.get(HEAD_OFFSET);
      return copy(head, into, 1) != head;
    } finally {
      takeLock.release();
    }
  }

  boolean isEmpty() {
    // In this order: the tail was at that head later, so the head was there too.
    long head = words.getOrdered(HEAD_OFFSET);
    return head == words.getOrdered(TAIL_OFFSET);
  }

  /** Whether a record of that many bytes has room at this moment. */
  boolean hasRoom(int length) {
    long tail = words.getOrdered(TAIL_OFFSET);
    return hasRoom(words.getOrdered(HEAD_OFFSET), tail, length);
  }

  /** Whether half of the queue is free, by elements and by bytes. */
  boolean isHalfFree() {
    long tail = words.getOrdered(TAIL_OFFSET);
    long head = words.getOrdered(HEAD_OFFSET);
    return Position.elementsBetween(head, tail) <= capacity / 2
        && Position.unitsBetween(head, tail) <= memory.units() / 2;
  }

  int size() {
    long head = words.getOrdered(HEAD_OFFSET);
    while (true) {
      long tail = words.getOrdered(TAIL_OFFSET);
      long headAfter = words.getOrdered(HEAD_OFFSET);
      if (head == headAfter) {
        return Position.elementsBetween(head, tail);
      }
      head = headAfter;
    }
  }

  /** How many elements were ever put, modulo 2^32. */
  int elementsPut() {
    return Position.elements(words.getOrdered(TAIL_OFFSET));
  }

  /** How many elements were ever taken, modulo 2^32. */
  int elementsTaken() {
    return Position.elements(words.getOrdered(HEAD_OFFSET));
  }

  /** The names of the files that records name. Stops putting and taking meanwhile. */
  Set<String> filesNamed() {
    Set<String> names = new HashSet<>();
    enter(putLock);
    try {
      enter(takeLock);
      try {
        long tail = words.get(TAIL_OFFSET);
        for (long at = words.get(HEAD_OFFSET); at != tail; ) {
          long header = memory.header(at);
          if (RecordLayout.kind(header) == RecordLayout.IN_FILE) {
            names.add(name(at, RecordLayout.length(header)));
          }
          at = Position.after(at, RecordLayout.units(RecordLayout.length(header)));
        }
      } finally {
        takeLock.release();
      }
    } finally {
      putLock.release();
    }
    return names;
  }

  /** Copies records from a place on; the place behind the last one copied. */
  private long copy(long from, Incoming into, int max) {
    long at = from;
    for (int taken = 0; taken < max && isWithinHold(from, at) && isBeforeTail(at); taken++) {
      long header = memory.header(at);
      boolean inFile = RecordLayout.kind(header) == RecordLayout.IN_FILE;
      if (inFile && taken > 0) {
        break; // alone, so that a file that cannot be opened takes no other element with it
      }
      int length = RecordLayout.length(header);
      into.grow(length);
      memory.read(at, into.bytes(), into.length(), length);
      into.add(length, inFile ? open(into, length) : null);
      at = Position.after(at, RecordLayout.units(length));
      if (inFile) {
        break;
      }
    }
    return at;
  }

  private ElementFile open(Incoming into, int length) {
    return files.open(ElementFile.name(into.bytes(), into.length(), length));
  }

  private String name(long position, int length) {
    byte[] bytes = new byte[length];
    memory.read(position, bytes, 0, length);
    return ElementFile.name(bytes, 0, length);
  }

  private boolean isBeforeTail(long position) {
    if (position != words.get(TAIL_SEEN_OFFSET)) {
      return true;
    }
    long tail = words.get(TAIL_OFFSET);
    words.set(TAIL_SEEN_OFFSET, tail);
    return position != tail;
  }

  private boolean fits(long tail, int length) {
    if (hasRoom(words.get(HEAD_SEEN_OFFSET), tail, length)) {
      return true;
    }
    long head = words.get(HEAD_OFFSET);
    words.set(HEAD_SEEN_OFFSET, head);
    return hasRoom(head, tail, length);
  }

  private boolean hasRoom(long head, long tail, int length) {
    return Position.elementsBetween(head, tail) < capacity
        && Position.unitsBetween(head, tail) <= memory.units() - RecordLayout.units(length);
  }

  private static boolean isWithinHold(long from, long at) {
    return Position.unitsBetween(from, at) <= HOLD_BYTES / Position.UNIT_BYTES;
  }

  private static void enter(LockWord lock) {
    if (!lock.tryAcquireFree()) {
      lock.acquireUninterruptibly();
    }
  }
}
