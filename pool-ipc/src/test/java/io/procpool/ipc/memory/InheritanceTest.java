package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.pickle.SharedObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How shared objects travel. */
class InheritanceTest {

  private final Pickler pickler = Pickler.selfContained();
  private final List<AutoCloseable> all =
      List.of(
          SharedLock.create(),
          SharedReentrantLock.create(),
          SharedSemaphore.create(2),
          SharedCondition.create(),
          SharedEvent.create(),
          SharedBarrier.create(2, () -> {}));

  @Test
  void asATasksArgumentEachIsRefused() {
    for (AutoCloseable shared : all) {
      String refusal =
          assertThrows(
                  IllegalStateException.class,
                  () -> pickler.pickle(List.of(shared), new PickleBuffer()))
              .getMessage();
      String rule =
          ((SharedObject) shared).kind()
              + " objects should only be shared between processes through inheritance";
      assertTrue(refusal.startsWith(rule), refusal);
    }
  }

  @Test
  void byInheritanceEachArrivesAsItself() {
    PickleBuffer buffer = new PickleBuffer();
    pickler.pickleInherited(all.toArray(), buffer);
    Object[] arrived = (Object[]) pickler.unpickle(new PickleSource(buffer), definitions());
    assertNotNull(arrived);
    for (int i = 0; i < all.size(); i++) {
      assertSame(all.get(i), arrived[i]);
    }
  }

  private static ClassDefinitions definitions() {
    return new ClassDefinitions(InheritanceTest.class.getClassLoader());
  }
}
