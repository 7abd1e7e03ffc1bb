package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PickleBufferTest {

  @Test
  void numbersAndTextsAreReadAsWritten() {
    PickleBuffer buffer = new PickleBuffer(1);
    int[] ints = {0, 1, 127, 128, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    for (int value : ints) {
      buffer.writeInt(value);
      buffer.writeVarInt(value);
      buffer.writeLong(value * 3L);
      buffer.writeVarLong(value * 3L);
      buffer.writeByte(value);
    }
    buffer.writeString("h\u00e9 \u4f60 \ud83d\ude00");
    buffer.writeBytes(new byte[] {9, 8, 7}, 1, 2);
    PickleSource source = new PickleSource(buffer);
    for (int value : ints) {
      assertEquals(value, source.readInt());
      assertEquals(value, source.readVarInt());
      assertEquals(value * 3L, source.readLong());
      assertEquals(value * 3L, source.readVarLong());
      assertEquals((byte) value, source.readByte());
    }
    assertEquals("h\u00e9 \u4f60 \ud83d\ude00", source.readString());
    assertArrayEquals(new byte[] {8, 7}, source.readBytes(2));
    assertEquals(0, source.remaining());
  }

  @Test
  void numbersAreLittleEndian() {
    PickleBuffer buffer = new PickleBuffer();
    buffer.writeInt(0x01020304);
    assertArrayEquals(new byte[] {4, 3, 2, 1}, Arrays.copyOf(buffer.bytes(), 4));
  }

  @Test
  void truncateGoesBackToAMark() {
    PickleBuffer buffer = new PickleBuffer();
    Pickler pickler = Pickler.withTable(new ClassTable());
    pickler.pickle(new int[20_000], buffer);
    int length = buffer.length();
    pickler.pickle(new long[20_000], buffer);
    assertEquals(2, buffer.arrays().size());
    buffer.truncate(length, 1);
    assertEquals(1, buffer.arrays().size());
    assertEquals(length, buffer.length());
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.truncate(length + 1, 1));
  }

  @Test
  void largeArraysAreReferencedNotCopied() {
    PickleBuffer buffer = new PickleBuffer();
    byte[] large = new byte[64 * 1024];
    byte[] small = new byte[64 * 1024 - 1];
    Pickler.withTable(new ClassTable()).pickle(List.of(large, small), buffer);
    assertEquals(1, buffer.arrays().size());
    assertSame(large, buffer.arrays().getFirst());
  }

  @Test
  void readingPastTheEndFails() {
    PickleSource source = new PickleSource(new byte[5], 1, 3, List.of());
    assertThrows(IndexOutOfBoundsException.class, source::readInt);
    assertThrows(IndexOutOfBoundsException.class, () -> source.readBytes(4));
    assertThrows(IndexOutOfBoundsException.class, () -> source.readBytes(-1));
    assertEquals(3, source.remaining());
  }

  @Test
  void plainValuesTakeFewBytesAndNoDefinitions() {
    ClassTable table = new ClassTable();
    Pickler pickler = Pickler.withTable(table);
    PickleBuffer buffer = new PickleBuffer();
    for (Object value : new Object[] {1, 1L, true, "a", new byte[1]}) {
      buffer.clear();
      pickler.pickle(value, buffer);
      assertEquals(true, buffer.length() <= 3, () -> value + " takes " + buffer.length());
    }
    assertEquals(0, table.size());
  }
}
