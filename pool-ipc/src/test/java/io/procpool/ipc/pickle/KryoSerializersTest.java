package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.util.List;
import org.junit.jupiter.api.Test;

class KryoSerializersTest {

  private final Peers peers = new Peers();

  @Test
  void applicationsSerializerIsUsed() {
    List<Object> copy = peers.copy(List.of(new Celsius(36.6, "warm"), "end"));
    Celsius celsius = (Celsius) copy.getFirst();
    assertEquals(36.6, celsius.degrees);
    assertTrue(celsius.read);
    assertEquals("end", copy.getLast());
  }

  @Test
  void sharingAcrossItIsKept() {
    String note = new String("shared");
    List<Object> copy = peers.copy(List.of(new Celsius(1, note), note));
    assertSame(((Celsius) copy.getFirst()).note, copy.getLast());
  }

  @Test
  void refusalInsideItNamesTheClass() {
    NotSendableException refused =
        assertThrows(
            NotSendableException.class,
            () -> peers.write(List.of(new Celsius(1, Thread.currentThread()), 1)));
    assertTrue(refused.getMessage().contains(Celsius.class.getName()), refused.getMessage());
  }
}
