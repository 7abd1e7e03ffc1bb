package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.ForeignException;
import io.procpool.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
class SharedObjectTest {

  static final class FakeLock implements SharedObject {
    final int id;

    FakeLock(int id) {
      this.id = id;
    }

    @Override
    public String kind() {
      return "SharedLock";
    }

    @Override
    public Ticket ticket() {
      return new LockTicket(id);
    }
  }

  record LockTicket(int id) implements SharedObject.Ticket {
    @Override
    public Object redeem() {
      return new FakeLock(id);
    }
  }

  record Job(FakeLock lock, int index) {}

  private static final String RULE =
      "SharedLock objects should only be shared between processes through inheritance";
  private static final String WAYS_OUT =
      " (pass it through the pool's initializer or as an argument of a JvmProcess, use a"
          + " Manager's, or allow it by PoolOptions.withSharedArguments(true))";

  private final Peers peers = new Peers();

  @Test
  void argumentIsRefusedWithTheRuleThePathAndTheWaysOut() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> peers.write(new Job(new FakeLock(1), 2)));
    assertEquals(RULE + ": Job.lock" + WAYS_OUT, refused.getMessage());
    refused = assertThrows(IllegalStateException.class, () -> peers.write(new FakeLock(1)));
    assertEquals(RULE + WAYS_OUT, refused.getMessage());
  }

  @Test
  void inheritedOneArrivesAndIsOnePerMessage() throws Exception {
    FakeLock lock = new FakeLock(5);
    Task<List<FakeLock>> task = () -> List.of(lock, lock);
    PickleBuffer buffer = new PickleBuffer();
    peers.writer.pickleInherited(task, buffer);
    List<FakeLock> copies = peers.<Task<List<FakeLock>>>read(buffer).call();
    assertEquals(5, copies.getFirst().id);
    assertSame(copies.getFirst(), copies.getLast());
  }

  @Test
  void afterAnInheritedMessageTheRuleHoldsAgain() {
    peers.writer.pickleInherited(new FakeLock(1), new PickleBuffer());
    assertThrows(IllegalStateException.class, () -> peers.write(new FakeLock(1)));
  }

  @Test
  void optionLiftsTheRule() {
    PickleBuffer buffer = new PickleBuffer();
    peers.writer.withSharedArguments().pickle(new Job(new FakeLock(3), 2), buffer);
    assertEquals(3, peers.<Job>read(buffer).lock().id);
  }

  static final class LockedException extends Exception {
    private static final long serialVersionUID = 1L;
    final transient int unused = 0;
    final FakeLock lock = new FakeLock(1);
  }

  @Test
  void exceptionThatHoldsOneArrivesAsText() {
    Throwable copy = peers.readThrowable(peers.writeThrowable(new LockedException()));
    ForeignException text = assertInstanceOf(ForeignException.class, copy);
    assertEquals(LockedException.class.getName(), text.typeName());
    assertEquals(RULE + ": LockedException.lock", text.reason());
  }
}
