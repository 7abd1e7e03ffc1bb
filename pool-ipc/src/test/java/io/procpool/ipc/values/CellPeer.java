package io.procpool.ipc.values;

import io.procpool.SharedBooleanArray;
import io.procpool.SharedByteArray;
import io.procpool.SharedCharArray;
import io.procpool.SharedDoubleArray;
import io.procpool.SharedIntArray;
import io.procpool.SharedIntValue;
import io.procpool.SharedLongArray;
import io.procpool.SharedMemory;
import io.procpool.ipc.memory.Peer;
import io.procpool.ipc.memory.Tickets;
import java.lang.foreign.ValueLayout;

/** The other process of the tests of values, arrays and memory. */
final class CellPeer {

  private CellPeer() {}

  public static void main(String[] args) throws Exception {
    Peer.serve(question -> {
      String[] words = question.split(" ");
      switch (words[0]) {
        case "change" -> change(Tickets.redeem(Object.class, words[1]));
        case "lock" -> addUnderLock(Tickets.redeem(SharedIntValue.class, words[1]), words[2]);
        case "add" -> add(Tickets.redeem(Object.class, words[1]), words[2]);
        case "fill" -> fill(SharedMemory.attach(words[1]));
        case "create" -> SharedMemory.create(words[1], 4096);
        case "read" -> {
          try (SharedMemory memory = SharedMemory.attachReadOnly(words[1])) {
            return memory.bytes() + " " + memory.memory().get(ValueLayout.JAVA_INT, 0);
          }
        }
        default -> throw new IllegalArgumentException(question);
      }
      return "done";
    });
  }

  /** Sets element i to i + 1, or what comes nearest. */
  private static void change(Object array) {
    switch (array) {
      case SharedIntArray a -> a.write(0, 1, 2, 3);
      case SharedLongArray a -> a.write(0, 1, 2, 3);
      case SharedDoubleArray a -> a.write(0, 1, 2, 3);
      case SharedByteArray a -> a.write(0, (byte) 1, (byte) 2, (byte) 3);
      case SharedCharArray a -> a.write(0, '1', '2', '3');
      case SharedBooleanArray a -> a.write(0, true, false, true);
      default -> throw new IllegalArgumentException(array.toString());
    }
  }

  private static void addUnderLock(SharedIntValue value, String rounds) {
    for (int i = 0; i < Integer.parseInt(rounds); i++) {
      value.lock().lock();
      value.set(value.get() + 1);
      value.lock().unlock();
    }
  }

  private static void add(Object array, String rounds) {
    for (int i = 0; i < Integer.parseInt(rounds); i++) {
      switch (array) {
        case SharedIntArray a -> a.getAndAdd(1, 1);
        case SharedLongArray a -> a.addAndGet(1, 1);
        case SharedDoubleArray a -> a.addAndGet(1, 1);
        case SharedByteArray a -> a.addAndGet(1, (byte) 1);
        default -> throw new IllegalArgumentException(array.toString());
      }
    }
  }

  private static void fill(SharedMemory memory) {
    for (long at = 0; at < memory.bytes(); at += 4) {
      memory.memory().set(ValueLayout.JAVA_INT, at, 42);
    }
  }
}
