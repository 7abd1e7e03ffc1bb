package io.procpool.ipc.values;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedMemory;
import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.Peer;
import io.procpool.ipc.memory.Tickets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SharedMemoryTest {

  private final String name = "test-" + ProcessHandle.current().pid() + "_" + System.nanoTime();

  @Test
  void m1MemoryIsFoundByItsNameAndSharedWithAChild() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 10_000);
        Peer child = Peer.start(CellPeer.class)) {
      assertEquals(10_000, memory.bytes());
      assertEquals(10_000, memory.memory().byteSize());
      assertEquals(-1, memory.memory().mismatch(MemorySegment.ofArray(new byte[10_000])));
      assertEquals("done", child.ask("fill " + name));
      assertEquals(42, memory.memory().get(ValueLayout.JAVA_INT, 9_996));
      assertEquals("10000 42", child.ask("read " + name));
      memory.unlink();
    }
  }

  @Test
  void m1ReadOnlyMemoryCannotBeWritten() {
    try (SharedMemory memory = SharedMemory.create(name, 64);
        SharedMemory view = SharedMemory.attachReadOnly(name)) {
      memory.memory().set(ValueLayout.JAVA_INT, 0, 1);
      assertEquals(1, view.memory().get(ValueLayout.JAVA_INT, 0));
      assertTrue(view.isReadOnly());
      assertFalse(memory.isReadOnly());
      assertThrows(
          IllegalArgumentException.class, () -> view.memory().set(ValueLayout.JAVA_INT, 0, 2));
      memory.unlink();
    }
  }

  @Test
  void m1ClosingKeepsTheNameAndUnlinkingKeepsTheMemory() {
    SharedMemory memory = SharedMemory.create(name, 64);
    memory.close();
    assertThrows(IllegalStateException.class, () -> memory.memory().get(ValueLayout.JAVA_INT, 0));
    try (SharedMemory again = SharedMemory.attach(name)) {
      again.unlink();
      again.unlink();
      again.memory().set(ValueLayout.JAVA_INT, 0, 3);
      assertThrows(SharedResourceException.class, () -> SharedMemory.attach(name));
      try (SharedMemory next = SharedMemory.create(name, 64)) {
        memory.unlink();
        assertEquals(0, next.memory().get(ValueLayout.JAVA_INT, 0));
        assertEquals(3, again.memory().get(ValueLayout.JAVA_INT, 0));
        next.unlink();
      }
    }
  }

  @Test
  void m1ANameIsGivenOnce() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 64);
        Peer child = Peer.start(CellPeer.class)) {
      String why =
          assertThrows(SharedResourceException.class, () -> SharedMemory.create(name, 64))
              .getMessage();
      assertTrue(why.contains("exists: name=" + name), why);
      assertEquals("SharedResourceException", child.ask("create " + name));
      memory.unlink();
      assertEquals("done", child.ask("create " + name));
      assertThrows(SharedResourceException.class, () -> SharedMemory.create(name, 64));
    }
  }

  @Test
  void memoryGoesWithTheProcessThatCreatedIt() throws Exception {
    try (Peer child = Peer.start(CellPeer.class)) {
      assertEquals("done", child.ask("create " + name));
      try (SharedMemory memory = SharedMemory.attach(name)) {
        child.kill();
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () -> assertThrows(SharedResourceException.class, () -> SharedMemory.attach(name)));
        memory.memory().set(ValueLayout.JAVA_INT, 0, 1);
        try (SharedMemory next = SharedMemory.create(name, 64)) {
          next.unlink();
        }
      }
    }
  }

  @Test
  void m1NamesThatCouldLeadAstrayAreRefused() {
    for (String wrong : new String[] {"", "a/b", "../x", "a b", "ä", "x".repeat(101), "a\0b"}) {
      assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(wrong, 64));
      assertThrows(IllegalArgumentException.class, () -> SharedMemory.attach(wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(name, 0));
    assertThrows(NullPointerException.class, () -> SharedMemory.attach(null));
  }

  @Test
  void m1MemoryThatDoesNotFitIsRefusedAndNeverASignal() {
    String why =
        assertThrows(SharedResourceException.class, () -> SharedMemory.create(name, 1L << 50))
            .getMessage();
    assertTrue(why.contains("bytesWanted=" + (1L << 50)), why);
    assertThrows(SharedResourceException.class, () -> SharedMemory.attach(name));
  }

  @Test
  void aTicketLeadsToTheSameMemory() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 64);
        SharedMemory view = SharedMemory.attachReadOnly(name);
        SharedMemory redeemed = Tickets.redeem(SharedMemory.class, Tickets.write(view))) {
      memory.memory().set(ValueLayout.JAVA_INT, 4, 9);
      assertEquals(9, redeemed.memory().get(ValueLayout.JAVA_INT, 4));
      assertEquals(name, redeemed.name());
      assertTrue(redeemed.isReadOnly());
      memory.unlink();
    }
  }
}
