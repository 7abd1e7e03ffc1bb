package io.procpool.ipc.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.QueueEndedException;
import io.procpool.ipc.memory.Mortal;
import io.procpool.ipc.memory.Segment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Deaths before each single access to a queue's memory, in each operation: the operation has
 * happened or not, nothing is torn, and the next process finds the queue usable.
 */
@Timeout(120)
class QueueCrashPointsTest {

  private static final int CAPACITY = 6;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Segment segment = SegmentQueue.newSegment(CAPACITY, 4096);
  private final SegmentQueue<byte[]> survivor = queueOf(Mortal.livesOn());

  /** What the queue holds, in order. */
  private final List<byte[]> expected = new ArrayList<>();

  private int nextElement;

  @AfterEach
  void close() {
    segment.close();
  }

  @Test
  void q2WhereverAPutDiesTheElementIsThereOrNot() throws Exception {
    dieEverywhere(
        15,
        () -> {
          byte[] element = element(200);
          return new Operation(queue -> queue.put(element), List.of(element), 0);
        });
  }

  @Test
  void q2WhereverABatchDiesAllOfAHoldIsThereOrNothing() throws Exception {
    dieEverywhere(
        25,
        () -> {
          List<byte[]> batch = List.of(element(10), element(300), element(0));
          return new Operation(queue -> queue.putAll(batch), batch, 0);
        });
  }

  @Test
  void q2WhereverALargePutDiesTheElementIsThereOrNot() throws Exception {
    dieEverywhere(
        15,
        () -> {
          byte[] element = element(5_000);
          return new Operation(queue -> queue.put(element), List.of(element), 0);
        });
    assertEquals(List.of(), elementFiles());
  }

  @Test
  void q2AFileThatNoRecordNamesGoesOnceItsMakerIsDead() throws Exception {
    Mortal mortal = Mortal.livesOn();
    byte[] waiting = element(5_000);
    queueOf(mortal).put(waiting);
    new ElementFiles(segment.path(), mortal.party()).make(waiting, 0, 5, List.of());
    byte[] next = element(6_000);
    survivor.put(next);
    assertEquals(3, elementFiles().size(), "its maker lives");
    assertTrue(mortal.diesIn(Mortal::die));
    survivor.put(next);
    assertEquals(3, elementFiles().size(), "one gone, one came");
    assertArrayEquals(waiting, survivor.take());
    assertArrayEquals(next, survivor.take());
    assertArrayEquals(next, survivor.take());
    assertEquals(List.of(), elementFiles());
  }

  @Test
  void q2WhereverATakeDiesTheElementIsTakenOrNot() throws Exception {
    dieEverywhere(
        15,
        () -> {
          fill(element(200), element(70));
          return new Operation(SegmentQueue::take, List.of(), 1);
        });
  }

  @Test
  void q2WhereverADrainDiesAllOfAHoldIsTakenOrNothing() throws Exception {
    dieEverywhere(
        20,
        () -> {
          fill(element(200), element(900), element(3));
          return new Operation(queue -> queue.drainTo(new ArrayList<>()), List.of(), 3);
        });
  }

  @Test
  void q2WhereverALargeTakeDiesTheElementIsTakenOrNot() throws Exception {
    dieEverywhere(
        15,
        () -> {
          fill(element(5_000));
          return new Operation(SegmentQueue::take, List.of(), 1);
        });
  }

  @Test
  void q2WhereverAPeekDiesTheElementStays() throws Exception {
    dieEverywhere(
        10,
        () -> {
          fill(element(50));
          return new Operation(SegmentQueue::peek, List.of(), 0);
        });
  }

  @Test
  void q2WhereverAWaitForRoomDiesTheQueueStaysUsable() throws Exception {
    dieEverywhere(
        30,
        () -> {
          fill(element(1), element(2), element(3), element(4), element(5), element(6));
          return new Operation(
              queue -> queue.offer(new byte[1], Duration.ofMillis(1)), List.of(), 0);
        });
  }

  @Test
  void q2WhereverAWaitForElementsDiesTheQueueStaysUsable() throws Exception {
    dieEverywhere(20, () -> new Operation(queue -> queue.poll(Duration.ofMillis(1)), List.of(), 0));
  }

  @Test
  void q3WhereverAShutdownDiesTheQueueHasEndedOrNot() throws Exception {
    boolean died = true;
    for (int access = 1; died; access++) {
      Segment own = SegmentQueue.newSegment(CAPACITY, 4096);
      SegmentQueue<byte[]> other = new SegmentQueue<>(own, Mortal.livesOn().party());
      Mortal mortal = Mortal.livesOn();
      SegmentQueue<byte[]> doomed = new SegmentQueue<>(own, mortal.party());
      mortal.leave(access - 1);
      died = mortal.diesIn(doomed::shutdown);
      if (other.hasEnded()) {
        assertThrows(QueueEndedException.class, () -> other.put(new byte[1]));
        assertThrows(QueueEndedException.class, other::take);
      } else {
        assertTrue(died);
        other.put(new byte[1]);
        assertArrayEquals(new byte[1], other.take());
      }
      own.close();
    }
  }

  @Test
  void q3WhereverALeavingProcessDiesTheEndIsTold() throws Exception {
    int access = 1;
    boolean died = true;
    for (; died; access++) {
      Segment own = SegmentQueue.newSegment(CAPACITY, 4096);
      SegmentQueue<byte[]> reader = new SegmentQueue<>(own, Mortal.livesOn().party());
      reader.endWriting();
      Mortal mortal = Mortal.diesBefore(access);
      died =
          mortal.diesIn(() -> {
            SegmentQueue<byte[]> writer = new SegmentQueue<>(own, mortal.party());
            writer.put(new byte[1]);
            writer.endWriting();
          });
      int taken = 0;
      QueueEndedException end = null;
      while (end == null) {
        try {
          reader.poll(LONG);
          taken++;
        } catch (QueueEndedException e) {
          end = e;
        }
      }
      assertTrue(taken <= 1);
      assertEquals(0, reader.writers());
      own.close();
    }
    assertTrue(access > 30, "accesses: " + access);
  }

  @Test
  void q3WhereverTaskDoneDiesItCountsOnceOrNotAtAll() throws Exception {
    boolean died = true;
    for (int access = 1; died; access++) {
      survivor.put(element(1));
      survivor.take();
      Mortal mortal = Mortal.livesOn();
      SegmentQueue<byte[]> doomed = queueOf(mortal);
      mortal.leave(access - 1);
      died = mortal.diesIn(doomed::taskDone);
      if (!survivor.join(Duration.ZERO)) {
        assertTrue(died);
        survivor.taskDone();
      }
      assertThrows(IllegalStateException.class, survivor::taskDone);
    }
  }

  /** Lets one process after the other die in an operation, one access later each time. */
  private void dieEverywhere(int leastAccesses, Scene scene) throws Exception {
    int access = 1;
    boolean died = true;
    for (; died; access++) {
      Operation operation = scene.set();
      Mortal mortal = Mortal.livesOn();
      SegmentQueue<byte[]> doomed = queueOf(mortal);
      mortal.leave(access - 1);
      died = mortal.diesIn(() -> operation.run().on(doomed));
      checkAndEmpty(operation, died, "died before access " + access);
    }
    assertTrue(access > leastAccesses, "accesses: " + access);
  }

  private void checkAndEmpty(Operation operation, boolean died, String facts) throws Exception {
    List<byte[]> after = new ArrayList<>(expected.subList(operation.takes(), expected.size()));
    after.addAll(operation.puts());
    int size = survivor.size();
    List<byte[]> right = size == after.size() || !died ? after : expected;
    assertEquals(right.size(), size, facts);
    for (byte[] element : right) {
      assertArrayEquals(element, survivor.take(), facts);
    }
    assertNull(survivor.poll(), facts);
    byte[] next = element(100);
    survivor.put(next);
    assertArrayEquals(next, survivor.take(), facts);
    expected.clear();
  }

  private void fill(byte[]... elements) throws InterruptedException {
    for (byte[] element : elements) {
      survivor.put(element);
      expected.add(element);
    }
  }

  private byte[] element(int size) {
    byte[] element = new byte[size];
    Arrays.fill(element, (byte) ++nextElement);
    return element;
  }

  private SegmentQueue<byte[]> queueOf(Mortal mortal) {
    return new SegmentQueue<>(segment, mortal.party());
  }

  private List<Path> elementFiles() throws Exception {
    String prefix = segment.path().getFileName() + ".";
    try (Stream<Path> files = Files.list(segment.path().getParent())) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** Prepares the queue and says what will be done to it. */
  private interface Scene {
    Operation set() throws Exception;
  }

  private interface Run {
    void on(SegmentQueue<byte[]> queue) throws Exception;
  }

  /** What is done, the elements it puts, and how many it takes. */
  private record Operation(Run run, List<byte[]> puts, int takes) {}
}
