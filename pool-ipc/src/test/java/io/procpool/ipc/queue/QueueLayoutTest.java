package io.procpool.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.Mortal;
import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.pickle.PickleSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes as PROTOCOL.md draws them: numbers here are on purpose not the layouts' constants. */
class QueueLayoutTest {

  private final Segment segment = SegmentQueue.newSegment(5, 5_000);
  private final MemorySegment memory = segment.memory();
  private final Mortal process = Mortal.livesOn();
  private final SegmentQueue<byte[]> queue = new SegmentQueue<>(segment, process.party());

  @AfterEach
  void close() {
    segment.close();
  }

  @Test
  void aNewQueueIsAsDrawn() {
    assertEquals("SharedQueue", segment.kind());
    assertEquals(9_216 + 8_192, memory.byteSize());
    assertEquals(5, word(0));
    assertEquals(8_192, word(8));
    assertEquals(0, word(16));
    assertEquals(1, word(24));
    assertEquals(process.identity() << 2 | 1, word(1024));
    for (int at : new int[] {128, 192, 256, 384, 448, 512, 640, 768, 896, 904, 1032, 9_208}) {
      assertEquals(0, word(at), "byte " + at);
    }
  }

  @Test
  void recordsAreAsDrawn() throws Exception {
    queue.put(new byte[] {7, 8, 9});
    queue.put(new byte[0]);
    assertEquals(0x0000_0004_0000_0002L, word(256));
    assertEquals(0x000000_01_00000005L, word(9_216));
    byte[] body = new byte[5];
    MemorySegment.copy(memory, JAVA_BYTE, 9_224, body, 0, 5);
    assertArrayEquals(new byte[] {7, 3, 7, 8, 9}, body); // BYTES, length, contents
    assertEquals(0x000001_01_00000002L, word(9_232));
    queue.take();
    assertEquals(0x0000_0002_0000_0001L, word(512));
    queue.taskDone();
    assertEquals(1, word(896));
  }

  @Test
  void endAndSlotsAreAsDrawn() {
    queue.endWriting();
    assertEquals(process.identity() << 2, word(1024));
    assertTrue(queue.hasEnded());
    assertEquals(process.identity() << 2 | 2, word(16));
  }

  @Test
  void aPositionWrapsInBothHalves() {
    long last = 0xFFFF_FFFF_FFFF_FFFFL;
    assertEquals(0x0000_0001_0000_0000L, Position.after(last, 2));
    assertEquals(2, Position.unitsBetween(last, Position.after(last, 2)));
    assertEquals(1, Position.elementsBetween(last, Position.after(last, 2)));
  }

  @Test
  void theCountsMayWrap() throws Exception {
    long nearlyOver = 0xFFFF_FFFC_FFFF_FFFEL;
    for (int at : new int[] {192, 256, 448, 512}) {
      memory.set(JAVA_LONG, at, nearlyOver);
    }
    memory.set(JAVA_LONG, 896, 0xFFFF_FFFEL);
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 5; i++) {
        assertEquals(i, queue.size());
        assertTrue(queue.offer(new byte[i]));
      }
      assertFalse(queue.offer(new byte[0]));
      for (int i = 0; i < 5; i++) {
        assertEquals(i, queue.take().length);
        queue.taskDone();
      }
      assertThrows(IllegalStateException.class, queue::taskDone);
      queue.join();
    }
  }

  @Test
  void aDamagedRecordIsNotTakenForAnElement() throws Exception {
    queue.put(new byte[] {1});
    memory.set(JAVA_LONG, 9_216, 0x000003_01_00000003L);
    String message = assertThrows(SharedResourceException.class, queue::take).getMessage();
    assertTrue(message.contains("is damaged: path=" + segment.path()), message);
  }

  @Test
  void anElementsFileIsAsDrawn() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    List<Object> arrays = List.of(new short[] {1, 2}, new boolean[] {true});
    ElementFileLayout.write(file, new byte[] {0, 5, 6}, 1, 2, arrays);
    assertEquals(
        "02000000"
            + "02000000"
            + "0300000002000000"
            + "0100000001000000"
            + "0506"
            + "01000200"
            + "01",
        HexFormat.of().formatHex(file.toByteArray()));
    assertEquals(file.size(), ElementFileLayout.bytes(2, arrays));
    PickleSource read = ElementFileLayout.read(new ByteArrayInputStream(file.toByteArray()));
    assertArrayEquals(new byte[] {5, 6}, read.readBytes(2));
  }

  private long word(long offset) {
    return memory.get(JAVA_LONG, offset);
  }
}
