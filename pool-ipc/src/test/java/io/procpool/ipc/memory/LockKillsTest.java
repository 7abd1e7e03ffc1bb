package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AbandonedLockException;
import io.procpool.SharedLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Real processes that share a lock, and real SIGKILLs at random points. {@code -Dprocpool.kills}
 * says how many; {@link LockCrashPointsTest} has thousands of simulated ones.
 */
class LockKillsTest {

  private static final int KILLS = Integer.getInteger("procpool.kills", 30);
  private static final int PROCESSES = 2;

  private static final int LEFT = 0;
  private static final int RIGHT = 8;
  private static final int TOLD = 16;
  private static final int VIOLATIONS = 24;
  private static final int RUNNING = 32;
  private static final int BYTES = RUNNING + 8 * PROCESSES;

  @Test
  void l3KilledHoldersAndWaitersNeverHangTheOthersNorBreakTheLock() throws Exception {
    long seed = Long.getLong("procpool.seed", System.nanoTime());
    Random random = new Random(seed);
    Process[] children = new Process[PROCESSES];
    try (SharedLock lock = SharedLock.create();
        Segment state = SegmentDirectory.current().create("kills", BYTES)) {
      SharedWords words = new SharedWords(state);
      for (int i = 0; i < PROCESSES; i++) {
        children[i] = child(lock, state, i);
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int victim = random.nextInt(PROCESSES);
        untilRunning(words, victim, seed);
        LockSupport.parkNanos(random.nextInt(2_000_000));
        children[victim].destroyForcibly().waitFor();
        words.set(RUNNING + 8L * victim, 0);
        children[victim] = child(lock, state, victim);
      }
      for (int i = 0; i < PROCESSES; i++) {
        untilRunning(words, i, seed);
        children[i].destroyForcibly().waitFor();
      }
      lockAndRepair(lock, words);
      lock.unlock();
      String facts = "seed=%d told=%d rounds=%d".formatted(seed, words.get(TOLD), words.get(LEFT));
      System.out.println("kills=" + KILLS + " " + facts);
      assertEquals(0, words.get(VIOLATIONS), facts);
      assertEquals(words.get(LEFT), words.get(RIGHT), facts);
      assertTrue(words.get(TOLD) > 0 && words.get(TOLD) <= KILLS + PROCESSES, facts);
    } finally {
      for (Process child : children) {
        if (child != null) {
          child.destroyForcibly().waitFor();
        }
      }
    }
  }

  private static Process child(SharedLock lock, Segment state, int number) throws Exception {
    return ChildJvm.start(
        Child.class, Tickets.write(lock), state.path().toString(), Integer.toString(number));
  }

  /** Until the child has had the lock after it was started: nobody hangs. */
  private static void untilRunning(SharedWords words, int child, long seed) {
    await("seed " + seed)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(30))
        .until(() -> words.get(RUNNING + 8L * child) > 3);
  }

  /** Takes the lock; only after a holder's death may what it protects be half changed. */
  private static void lockAndRepair(SharedLock lock, SharedWords words) {
    boolean abandoned = false;
    try {
      lock.lock();
    } catch (AbandonedLockException e) {
      abandoned = true;
    }
    if (abandoned) {
      words.set(TOLD, words.get(TOLD) + 1);
      words.set(RIGHT, words.get(LEFT));
    } else if (words.get(LEFT) != words.get(RIGHT)) {
      words.set(VIOLATIONS, words.get(VIOLATIONS) + 1);
    }
  }

  /** Takes the lock, changes two words that must be equal, and again. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      SharedLock lock = Tickets.redeem(SharedLock.class, args[0]);
      SharedWords words = new SharedWords(Segment.attach(Path.of(args[1])));
      long running = RUNNING + 8 * Long.parseLong(args[2]);
      while (true) {
        lockAndRepair(lock, words);
        words.set(LEFT, words.get(LEFT) + 1);
        words.set(running, words.get(running) + 1);
        LockSupport.parkNanos(20_000); // long enough for others to fall asleep, and to be killed in
        words.set(RIGHT, words.get(RIGHT) + 1);
        lock.unlock();
      }
    }
  }
}
