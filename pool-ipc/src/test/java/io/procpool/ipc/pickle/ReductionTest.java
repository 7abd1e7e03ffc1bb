package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pickling;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class ReductionTest {

  private final Peers peers = new Peers();

  static class Guarded {
    final ReentrantLock lock = new ReentrantLock();
    final int value;

    Guarded(int value) {
      this.value = value;
    }
  }

  static final class GuardedChild extends Guarded {
    GuardedChild(int value) {
      super(value);
    }
  }

  /** Of its own, as reductions stay for the whole process. */
  static final class Shared {
    final ReentrantLock lock = new ReentrantLock();
    final int value;

    Shared(int value) {
      this.value = value;
    }
  }

  interface Resource {
    String url();
  }

  record OpenResource(String url, Thread owner) implements Resource {}

  @Test
  void objectTravelsAsItsStateFromThenOn() {
    Guarded guarded = new Guarded(5);
    assertThrows(NotSendableException.class, () -> peers.write(guarded));
    Pickling.reduce(Guarded.class, g -> g.value, Guarded::new);
    Guarded copy = peers.copy(guarded);
    assertEquals(5, copy.value);
    assertEquals(5, peers.<Guarded>copy(new GuardedChild(5)).value);
  }

  @Test
  void sharingIsKept() {
    Pickling.reduce(Shared.class, g -> g.value, Shared::new);
    Shared shared = new Shared(5);
    List<Shared> copy = peers.copy(List.of(shared, shared));
    assertSame(copy.getFirst(), copy.getLast());
  }

  @Test
  void interfaceStandsForItsImplementations() {
    Pickling.reduce(
        Resource.class, Resource::url, url -> new OpenResource(url, Thread.currentThread()));
    OpenResource copy = peers.copy(new OpenResource("u", Thread.currentThread()));
    assertEquals("u", copy.url());
  }

  static final class Hopeless {
    final Thread thread = Thread.currentThread();
  }

  @Test
  void stateThatCannotTravelIsNamed() {
    Pickling.reduce(Hopeless.class, h -> h.thread, t -> new Hopeless());
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.write(new Hopeless()));
    assertTrue(
        refused.getMessage().startsWith("reduced state of " + Hopeless.class.getTypeName()),
        refused.getMessage());
  }

  static final class Failing {}

  @Test
  void whatTheFunctionsThrowIsTheReason() {
    Pickling.reduce(
        Failing.class,
        f -> "state",
        state -> {
          throw new java.io.IOException("no " + state);
        });
    PickleBuffer message = peers.write(new Failing());
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.read(message));
    assertTrue(refused.getMessage().contains("java.io.IOException: no state"));
  }
}
