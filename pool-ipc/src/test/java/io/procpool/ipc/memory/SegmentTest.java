package io.procpool.ipc.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedResourceException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {

  @TempDir Path root;

  @Test
  void aNewSegmentIsZeroedAndAllocated() throws Exception {
    try (Segment segment = directory().create("test", 200_000)) {
      assertEquals(200_000, segment.bytes());
      assertEquals(-1, segment.memory().mismatch(MemorySegment.ofArray(new byte[200_000])));
      assertEquals("test", segment.kind());
      assertEquals(0, segment.memory().address() % 64);
    }
  }

  @Test
  void whatOneMappingWritesTheOtherReads() throws Exception {
    try (Segment segment = directory().create("test", 64);
        Segment other = Segment.attach(segment.path())) {
      segment.memory().set(JAVA_LONG, 8, 42);
      assertEquals(42, other.memory().get(JAVA_LONG, 8));
      assertTrue(segment.isOwner());
      assertFalse(other.isOwner());
    }
  }

  @Test
  void closingTheOwnerRemovesTheFileAndLeavesOtherMappings() throws Exception {
    Segment segment = directory().create("test", 64);
    try (Segment other = Segment.attach(segment.path())) {
      segment.close();
      segment.close();
      assertFalse(Files.exists(segment.path()));
      other.memory().set(JAVA_LONG, 0, 7);
      assertEquals(7, other.memory().get(JAVA_LONG, 0));
    }
    SharedResourceException gone =
        assertThrows(SharedResourceException.class, () -> Segment.attach(segment.path()));
    assertTrue(gone.getMessage().contains(segment.path().toString()), gone.getMessage());
  }

  @Test
  void closingAMappingOfAnotherProcessLeavesTheFile() throws Exception {
    try (Segment segment = directory().create("test", 64)) {
      Segment.attach(segment.path()).close();
      assertTrue(Files.exists(segment.path()));
    }
  }

  @Test
  void usingAClosedSegmentThrows() throws Exception {
    Segment segment = directory().create("test", 64);
    MemorySegment memory = segment.memory();
    segment.close();
    assertFalse(segment.isOpen());
    assertThrows(IllegalStateException.class, () -> memory.get(JAVA_LONG, 0));
  }

  @Test
  void closingWhileAnotherThreadWritesThrowsThere() throws Exception {
    Segment segment = directory().create("test", 64);
    MemorySegment memory = segment.memory();
    CountDownLatch writing = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (byte i = 0; ; i++) {
                  memory.set(JAVA_BYTE, i & 63, i);
                  writing.countDown();
                }
              } catch (IllegalStateException e) {
                thrown.set(e);
              }
            });
    writing.await();
    segment.close();
    assertTrue(writer.join(Duration.ofSeconds(10)));
    assertEquals(IllegalStateException.class, thrown.get().getClass());
  }

  @Test
  void aDroppedSegmentIsRemoved() throws Exception {
    Path path = directory().create("test", 64).path();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          System.gc();
          return Files.notExists(path);
        });
  }

  @Test
  void aForeignFileIsRefusedWithFacts() throws Exception {
    Path foreign = Files.write(root.resolve("foreign"), new byte[4096]);
    String message =
        assertThrows(SharedResourceException.class, () -> Segment.attach(foreign)).getMessage();
    assertTrue(message.contains("field=magic"), message);
    assertTrue(message.contains(foreign.toString()), message);
    Path tiny = Files.write(root.resolve("tiny"), new byte[5]);
    assertThrows(SharedResourceException.class, () -> Segment.attach(tiny));
  }

  @Test
  void aCutSegmentIsRefused() throws Exception {
    try (Segment segment = directory().create("test", 5000)) {
      byte[] cut = java.util.Arrays.copyOf(Files.readAllBytes(segment.path()), 4096);
      Path path = Files.write(root.resolve("cut"), cut);
      String message =
          assertThrows(SharedResourceException.class, () -> Segment.attach(path)).getMessage();
      assertTrue(message.contains("field=fileBytes"), message);
    }
  }

  @Test
  void aSegmentOfAnotherKindIsRefused() throws Exception {
    try (Segment segment = directory().create("queue", 64)) {
      String message =
          assertThrows(SharedResourceException.class, () -> Segment.attach(segment.path(), "lock"))
              .getMessage();
      assertTrue(message.contains("found=queue expected=lock"), message);
    }
  }

  @Test
  void noRoomIsAFailureWithFactsAndLeavesNoFile() throws Exception {
    SegmentDirectory directory = directory();
    long wanted = 1L << 50;
    String message =
        assertThrows(SharedResourceException.class, () -> directory.create("big", wanted))
            .getMessage();
    assertTrue(message.contains("bytesWanted=" + wanted), message);
    assertTrue(message.contains("bytesFree="), message);
    assertEquals(0, directory.path().toFile().list().length);
  }

  private SegmentDirectory directory() throws IOException {
    return new SegmentDirectory(root);
  }
}
