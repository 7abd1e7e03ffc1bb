package io.procpool.ipc.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedArray;
import io.procpool.SharedBooleanArray;
import io.procpool.SharedBooleanValue;
import io.procpool.SharedByteArray;
import io.procpool.SharedByteValue;
import io.procpool.SharedCharArray;
import io.procpool.SharedCharValue;
import io.procpool.SharedDoubleArray;
import io.procpool.SharedDoubleValue;
import io.procpool.SharedIntArray;
import io.procpool.SharedIntValue;
import io.procpool.SharedLongArray;
import io.procpool.SharedLongValue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedResourceException;
import io.procpool.SharedValue;
import io.procpool.ipc.memory.Peer;
import io.procpool.ipc.memory.SegmentObject;
import io.procpool.ipc.memory.Tickets;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SharedCellsTest {

  @Test
  void m1ArraysOfEveryTypeAreZeroedAndCopiedInBulk() {
    try (SharedIntArray ints = SharedArray.ofInt(3);
        SharedLongArray longs = SharedArray.ofLong(3);
        SharedDoubleArray doubles = SharedArray.ofDouble(3);
        SharedByteArray bytes = SharedArray.ofByte(3);
        SharedCharArray chars = SharedArray.ofChar(3);
        SharedBooleanArray booleans = SharedArray.ofBoolean(3)) {
      assertArrayEquals(new int[3], ints.toArray());
      assertArrayEquals(new long[3], longs.toArray());
      assertArrayEquals(new double[3], doubles.toArray());
      assertArrayEquals(new byte[3], bytes.toArray());
      assertArrayEquals(new char[3], chars.toArray());
      assertArrayEquals(new boolean[3], booleans.toArray());
      ints.write(1, 7, 8);
      chars.write(0, 'a', 'b', 'c');
      booleans.write(2, true);
      assertArrayEquals(new int[] {0, 7, 8}, ints.toArray());
      char[] two = new char[2];
      chars.read(1, two);
      assertArrayEquals(new char[] {'b', 'c'}, two);
      assertArrayEquals(new boolean[] {false, false, true}, booleans.toArray());
    }
  }

  @Test
  void m1ArraysOfEveryTypeChangedByAChildAreSeen() throws Exception {
    try (Peer child = Peer.start(CellPeer.class);
        SharedIntArray ints = SharedArray.ofInt(3);
        SharedLongArray longs = SharedArray.ofLong(3);
        SharedDoubleArray doubles = SharedArray.ofDouble(3);
        SharedByteArray bytes = SharedArray.ofByte(3);
        SharedCharArray chars = SharedArray.ofChar(3);
        SharedBooleanArray booleans = SharedArray.ofBoolean(3)) {
      for (SharedArray array : List.of(ints, longs, doubles, bytes, chars, booleans)) {
        assertEquals("done", child.ask("change " + Tickets.write(array)));
      }
      assertArrayEquals(new int[] {1, 2, 3}, ints.toArray());
      assertArrayEquals(new long[] {1, 2, 3}, longs.toArray());
      assertArrayEquals(new double[] {1, 2, 3}, doubles.toArray());
      assertArrayEquals(new byte[] {1, 2, 3}, bytes.toArray());
      assertArrayEquals(new char[] {'1', '2', '3'}, chars.toArray());
      assertArrayEquals(new boolean[] {true, false, true}, booleans.toArray());
    }
  }

  @Test
  void m1ValuesOfEveryTypeKeepWhatIsSet() {
    try (SharedIntValue i = SharedValue.ofInt(-1);
        SharedLongValue l = SharedValue.ofLong(Long.MIN_VALUE);
        SharedDoubleValue d = SharedValue.ofDouble(0.5);
        SharedByteValue b = SharedValue.ofByte((byte) -2);
        SharedCharValue c = SharedValue.ofChar('\uFFFF');
        SharedBooleanValue z = SharedValue.ofBoolean(true)) {
      assertEquals(-1, i.getAndSet(Integer.MAX_VALUE));
      assertEquals(Integer.MIN_VALUE, i.addAndGet(1));
      assertEquals(Long.MIN_VALUE, l.getAndAdd(-1));
      assertEquals(Long.MAX_VALUE, l.get());
      assertEquals(0.75, d.addAndGet(0.25));
      assertFalse(d.compareAndSet(0.5, 1));
      assertEquals(-2, b.getAndAdd((byte) -127));
      assertEquals(127, b.get());
      assertTrue(c.compareAndSet('\uFFFF', 'x'));
      assertEquals('x', c.getAndSet('y'));
      assertFalse(z.compareAndSet(false, true));
      assertTrue(z.getAndSet(false));
      assertFalse(z.get());
    }
  }

  @Test
  void m1ASwapOfASmallElementLeavesItsNeighboursAlone() {
    try (SharedByteArray bytes = SharedArray.ofByte(9);
        SharedCharArray chars = SharedArray.ofChar(5)) {
      for (int i = 0; i < 9; i++) {
        assertTrue(bytes.compareAndSet(i, (byte) 0, (byte) -i));
        assertFalse(bytes.compareAndSet(i, (byte) 99, (byte) 1));
      }
      assertArrayEquals(new byte[] {0, -1, -2, -3, -4, -5, -6, -7, -8}, bytes.toArray());
      for (int i = 0; i < 5; i++) {
        assertEquals(0, chars.getAndSet(i, (char) ('a' + i)));
      }
      assertEquals("abcde", new String(chars.toArray()));
    }
  }

  @Test
  void m1AValueChangedUnderItsLockByProcessesIsExact() throws Exception {
    try (Peer first = Peer.start(CellPeer.class);
        Peer second = Peer.start(CellPeer.class);
        SharedIntValue value = SharedValue.ofInt(5)) {
      first.tell("lock " + Tickets.write(value) + " 50000");
      second.tell("lock " + Tickets.write(value) + " 50000");
      assertEquals("done", first.answer());
      assertEquals("done", second.answer());
      assertEquals(100_005, value.get());
    }
  }

  @Test
  void m1AdditionsOfProcessesWithoutALockAreExact() throws Exception {
    try (Peer first = Peer.start(CellPeer.class);
        Peer second = Peer.start(CellPeer.class);
        SharedIntArray ints = SharedArray.ofInt(2);
        SharedLongArray longs = SharedArray.ofLong(2);
        SharedDoubleArray doubles = SharedArray.ofDouble(2);
        SharedByteArray bytes = SharedArray.ofByte(3)) {
      for (SharedArray array : List.of(ints, longs, doubles, bytes)) {
        first.tell("add " + Tickets.write(array) + " 50000");
        second.tell("add " + Tickets.write(array) + " 50000");
        assertEquals("done", first.answer());
        assertEquals("done", second.answer());
      }
      assertArrayEquals(new int[] {0, 100_000}, ints.toArray());
      assertArrayEquals(new long[] {0, 100_000}, longs.toArray());
      assertArrayEquals(new double[] {0, 100_000}, doubles.toArray());
      assertArrayEquals(new byte[] {0, (byte) 100_000, 0}, bytes.toArray());
    }
  }

  @Test
  void m1BoundsAreChecked() {
    try (SharedByteArray bytes = SharedArray.ofByte(3);
        SharedBooleanArray booleans = SharedArray.ofBoolean(3)) {
      for (long index : new long[] {-1, 3, Long.MAX_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(index));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.set(index, (byte) 1));
        assertThrows(
            IndexOutOfBoundsException.class, () -> bytes.compareAndSet(index, (byte) 0, (byte) 1));
        assertThrows(IndexOutOfBoundsException.class, () -> booleans.get(index));
      }
      assertThrows(IndexOutOfBoundsException.class, () -> bytes.read(1, new byte[3]));
      assertThrows(IndexOutOfBoundsException.class, () -> bytes.write(-1, new byte[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> booleans.write(2, true, true));
      bytes.read(3, new byte[0]);
    }
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SharedArray.ofInt(0));
    assertThrows(IllegalArgumentException.class, () -> SharedArray.ofInt(Long.MAX_VALUE));
    assertThrows(SharedResourceException.class, () -> SharedArray.ofLong(1L << 50));
  }

  @Test
  void theLockTravelsByItselfAndIsTheArraysOwn() throws Exception {
    try (SharedIntArray array = SharedArray.ofInt(1)) {
      SharedReentrantLock lock = array.lock();
      assertSame(lock, Tickets.redeem(SharedReentrantLock.class, Tickets.write(lock)));
      lock.lock();
      lock.lock();
      lock.close();
      assertEquals(2, array.lock().holdCount());
    }
  }

  @Test
  void closingRemovesTheFileAndEndsTheUse() {
    List<SharedArray> all = new ArrayList<>();
    all.add(SharedArray.ofInt(1));
    SharedIntArray array = (SharedIntArray) all.getFirst();
    array.close();
    array.close();
    assertFalse(Files.exists(((SegmentObject) array).segment().path()));
    assertThrows(IllegalStateException.class, () -> array.get(0));
  }

  @Test
  void theLayoutIsAsDrawn() {
    try (SharedCharArray array = SharedArray.ofChar(5)) {
      var memory = ((SegmentObject) array).segment().memory();
      array.set(4, 'e');
      assertEquals(128 + 16, memory.byteSize());
      assertEquals(5, memory.get(ValueLayout.JAVA_LONG, 64));
      assertEquals('e', memory.get(ValueLayout.JAVA_CHAR, 128 + 8));
      array.lock().lock();
      assertTrue(memory.get(ValueLayout.JAVA_LONG, 0) != 0);
      array.lock().unlock();
      assertEquals("SharedCharArray", ((SegmentObject) array).segment().kind());
    }
  }
}
