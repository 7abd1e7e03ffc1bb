package io.procpool.ipc.memory;

import io.procpool.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;

/** The other process of the lock tests. */
final class LockPeer {

  private LockPeer() {}

  public static void main(String[] args) throws Exception {
    SharedLock lock = Tickets.redeem(SharedLock.class, args[0]);
    Peer.serve(question -> {
      String[] words = question.split(" ");
      return switch (words[0]) {
        case "lock" -> {
          lock.lock();
          yield "held";
        }
        case "try" -> lock.tryLock() ? "held" : "refused";
        case "wait" ->
            lock.tryLock(Duration.ofMillis(Long.parseLong(words[1]))) ? "held" : "refused";
        case "unlock" -> {
          lock.unlock();
          yield "free";
        }
        case "parker" -> Parker.current().getClass().getSimpleName();
        case "count" -> count(lock, Path.of(words[1]), Integer.parseInt(words[2]));
        default -> throw new IllegalArgumentException(question);
      };
    });
  }

  private static String count(SharedLock lock, Path counter, int rounds) {
    try (Segment segment = Segment.attach(counter)) {
      MemorySegment memory = segment.memory();
      for (int i = 0; i < rounds; i++) {
        lock.lock();
        memory.set(ValueLayout.JAVA_LONG, 0, memory.get(ValueLayout.JAVA_LONG, 0) + 1);
        lock.unlock();
      }
      return "counted";
    }
  }
}
