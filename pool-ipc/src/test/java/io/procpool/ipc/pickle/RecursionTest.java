package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
class RecursionTest {

  private final Peers peers = new Peers();

  static final class Endless implements Serializable {
    private Object writeReplace() {
      return writeReplace();
    }
  }

  @Test
  void hookThatRecursesWithoutEndIsRefusedAndTheNextMessageWorks() {
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.write(List.of(new Endless())));
    assertTrue(refused.getMessage().contains("recurses without end"), refused.getMessage());
    assertEquals(List.of(1), peers.copy(List.of(1)));
  }
}
