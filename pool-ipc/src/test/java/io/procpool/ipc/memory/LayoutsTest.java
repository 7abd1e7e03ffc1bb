package io.procpool.ipc.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes in shared memory, by numbers and not by the names the code uses. */
class LayoutsTest {

  private static final long IDENTITY = 0x0000_0000_01C0_0005L; // pid 5, start 7

  private static final Party PARTY =
      new Party(IDENTITY, any -> true, BackoffParker.INSTANCE, SharedWords::new);

  @Test
  void anIdentityIsPidAndStart() {
    assertEquals(IDENTITY, new ProcessIdentity(5, 7).packed());
    ProcessIdentity largest = new ProcessIdentity((1 << 22) - 1, (1L << 40) - 1);
    assertEquals((1L << 62) - 1, largest.packed());
    assertEquals(largest, ProcessIdentity.unpacked(largest.packed()));
  }

  @Test
  void theHeader() throws IOException {
    try (Segment segment = SegmentDirectory.current().create("golden", 0x1122)) {
      byte[] header = Arrays.copyOf(Files.readAllBytes(segment.path()), 64);
      String expected =
          ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
              ? "4c4f4f50434f5250 01000000 40000000 2211000000000000 0000000000000000"
              : "50524f43504f4f4c 00000001 00000040 0000000000001122 0000000000000000";
      byte[] numbers = HexFormat.of().parseHex(expected.replace(" ", ""));
      byte[] golden = Arrays.copyOf(numbers, 64);
      System.arraycopy("golden".getBytes(), 0, golden, 32, 6);
      assertArrayEquals(golden, header);
    }
  }

  @Test
  void theLock() {
    try (Segment segment = segment("SharedReentrantLock", 64)) {
      SegmentReentrantLock lock = new SegmentReentrantLock(segment, PARTY);
      assertEquals(0, at(segment, 0));
      lock.lock();
      lock.lock();
      lock.lock();
      assertEquals(IDENTITY << 2, at(segment, 0));
      assertEquals(5L << 42 | Thread.currentThread().threadId(), at(segment, 8));
      assertEquals(2, at(segment, 16));
      lock.releaseFully();
      assertEquals(0, at(segment, 0));
      assertEquals(0, at(segment, 8));
      assertEquals(0, at(segment, 16));
      assertEquals(1, LockLayout.CONTENDED);
      assertEquals(2, LockLayout.TAKING);
    }
  }

  @Test
  void theSemaphore() {
    try (Segment segment = segment("SharedSemaphore", 64)) {
      new SegmentSemaphore(segment, PARTY).with(3, 9).release(4);
      assertEquals(7, at(segment, 0));
      assertEquals(9, at(segment, 8));
      assertEquals(0x1_0000_0000L, SemaphoreLayout.SLEEPERS);
    }
  }

  @Test
  void theEvent() {
    try (Segment segment = segment("SharedEvent", 64)) {
      SegmentEvent event = new SegmentEvent(segment, PARTY);
      event.set();
      assertEquals(0b101, at(segment, 0));
      event.clear();
      event.set();
      assertEquals(0b1001, at(segment, 0));
      assertEquals(2, EventLayout.SLEEPERS);
      assertEquals(1, EventLayout.nextSet(0xFFFF_FFFCL), "the count starts again from 0");
    }
  }

  @Test
  void theBarrierWithItsWaiters() {
    try (Segment segment = segment("SharedBarrier", BarrierLayout.BYTES)) {
      new SegmentBarrier(segment, () -> {}, PARTY).with(3).abort();
      SharedWords words = new SharedWords(segment);
      WaiterTable table = new WaiterTable(words, 80, 1000, PARTY);
      table.enter();
      int second = table.enter();
      table.end(second, 2);
      assertEquals(3, at(segment, 64));
      assertEquals(1, at(segment, 72));
      assertEquals(2, at(segment, 80), "last number given");
      assertEquals(2, at(segment, 88), "slots used");
      assertEquals(IDENTITY, at(segment, 96));
      assertEquals(1 << 2 | 1, at(segment, 104));
      assertEquals(IDENTITY, at(segment, 112));
      assertEquals(2 << 2 | 2, at(segment, 120));
      assertEquals(80 + 16 + 16 * 1000, segment.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory/SegmentLayout",
        "memory/LockLayout",
        "memory/SemaphoreLayout",
        "memory/EventLayout",
        "memory/WaiterLayout",
        "memory/BarrierLayout",
        "queue/QueueLayout",
        "queue/Position",
        "queue/RecordLayout",
        "queue/Signal",
        "queue/ElementFileLayout",
        "values/CellLayout"
      })
  void theProtocolHasTheSameDrawing(String layout) throws IOException {
    Path module = Path.of("").toAbsolutePath();
    String source =
        Files.readString(module.resolve("src/main/java/io/procpool/ipc/%s.java".formatted(layout)));
    Matcher drawing = Pattern.compile("<pre>\n(.*?) \\* </pre>", Pattern.DOTALL).matcher(source);
    assertTrue(drawing.find());
    String drawn = drawing.group(1).replaceAll("(?m)^ \\* ?", "");
    String protocol = Files.readString(module.resolveSibling("docs").resolve("PROTOCOL.md"));
    assertTrue(protocol.contains("```\n" + drawn + "```\n"), drawn);
  }

  private static Segment segment(String kind, long bytes) {
    return SegmentDirectory.current().create(kind, bytes);
  }

  private static long at(Segment segment, long offset) {
    MemorySegment memory = segment.memory();
    return memory.get(JAVA_LONG_UNALIGNED, offset);
  }
}
