package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Serializable classes over superclasses that are not follow java.io's rules. */
class SuperclassTest {

  private final Peers peers = new Peers();

  static class Register {
    final transient List<String> entries = new ArrayList<>(List.of("made"));
    int uses = 1;

    Register() {}
  }

  static class Shop extends Register implements Serializable {
    private static final long serialVersionUID = 1L;
    final String name;

    Shop(String name) {
      this.name = name;
    }
  }

  static class Sized {
    final int size;

    Sized(int size) {
      this.size = size;
    }
  }

  static class Box extends Sized implements Serializable {
    private static final long serialVersionUID = 1L;

    Box(int size) {
      super(size);
    }
  }

  @Test
  void theConstructorOfASuperclassThatIsNotSerializableRuns() {
    Shop copy = peers.copy(new Shop("corner"));
    assertEquals("corner", copy.name);
    assertEquals(List.of("made"), copy.entries);
  }

  @Test
  void fieldsOfASuperclassThatIsNotSerializableDoNotTravel() {
    Shop shop = new Shop("corner");
    shop.uses = 7;
    Shop copy = peers.copy(shop);
    assertEquals(1, copy.uses);
  }

  @Test
  void aSuperclassWithoutAConstructorToCallIsRefusedAtTheCall() {
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.write(new Box(3)));
    assertTrue(refused.getMessage().contains(Box.class.getName()), refused.getMessage());
  }
}
