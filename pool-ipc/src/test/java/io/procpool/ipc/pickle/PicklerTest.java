package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Task;
import io.procpool.TaskFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PicklerTest {

  private final ClassTable table = new ClassTable();
  private final Pickler pickler = Pickler.withTable(table);
  private final ClassDefinitions known = new ClassDefinitions(PicklerTest.class.getClassLoader());
  private int defined;

  @SuppressWarnings("unchecked")
  private <T> T copy(@Nullable Object value) {
    PickleBuffer buffer = new PickleBuffer();
    pickler.pickle(value, buffer);
    known.add(table.definitions(defined, table.size()));
    defined = table.size();
    PickleSource source = new PickleSource(buffer);
    T copy = (T) pickler.unpickle(source, known);
    assertEquals(0, source.remaining(), String.valueOf(value));
    return copy;
  }

  @Test
  void plainValuesComeBackEqual() {
    for (Object value :
        Arrays.asList(
            null,
            true,
            false,
            0,
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            0L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1.5,
            Double.NaN,
            "",
            "abc",
            "\u00e9",
            "\u20ac",
            "\ud800")) {
      assertEquals(value, copy(value));
    }
  }

  @Test
  void collectionsComeBackEqual() {
    Map<String, List<Integer>> map = new HashMap<>();
    map.put("a", new ArrayList<>(List.of(1, 2, 3)));
    assertEquals(map, copy(map));
    assertEquals(List.of(1, 2), copy(List.of(1, 2)));
  }

  @Test
  void lambdasRunWithWhatTheyCaptured() throws Exception {
    int captured = 20;
    Task<Integer> task = () -> captured * 2;
    assertEquals(40, this.<Task<Integer>>copy(task).call());
    TaskFunction<Integer, Integer> square = x -> x * x;
    assertEquals(49, this.<TaskFunction<Integer, Integer>>copy(square).apply(7));
  }

  @Test
  void exceptionsComeBackWithTraceAndCause() {
    Exception thrown = new IllegalStateException("outer", new RuntimeException("inner"));
    PickleBuffer buffer = new PickleBuffer();
    pickler.pickleThrowable(thrown, buffer);
    known.add(table.definitions(0, table.size()));
    Throwable copy = pickler.unpickleThrowable(new PickleSource(buffer), known);
    assertEquals(thrown.toString(), copy.toString());
    assertEquals("inner", copy.getCause().getMessage());
    assertEquals(Arrays.asList(thrown.getStackTrace()), Arrays.asList(copy.getStackTrace()));
  }

  @Test
  void selfContainedMessagesNeedNoDefinitions() throws Exception {
    Pickler alone = Pickler.selfContained();
    PickleBuffer buffer = new PickleBuffer();
    Task<String> task = () -> "done";
    alone.pickle(task, buffer);
    alone.pickle(List.of("x"), buffer);
    PickleSource source = new PickleSource(buffer);
    assertEquals("done", ((Task<?>) alone.unpickle(source, known)).call());
    assertEquals(List.of("x"), alone.unpickle(source, known));
  }

  @Test
  void sharedObjectsTravelByInheritanceOnly() {
    PickleBuffer buffer = new PickleBuffer();
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> pickler.pickle(List.of(new Shared(7)), buffer));
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "SharedThing objects should only be shared between processes through inheritance"),
        refused.getMessage());
    assertEquals(0, buffer.length());
    pickler.pickleInherited(List.of(new Shared(7)), buffer);
    known.add(table.definitions(0, table.size()));
    List<?> copy = (List<?>) pickler.unpickle(new PickleSource(buffer), known);
    assertEquals(7, ((Shared) copy.getFirst()).id());
  }

  @Test
  void damagedBytesAreRefused() {
    assertThrows(
        NotSendableException.class,
        () -> pickler.unpickle(new PickleSource(new byte[] {99}, 0, 1, List.of()), known));
  }

  record Shared(int id) implements SharedObject {
    @Override
    public String kind() {
      return "SharedThing";
    }

    @Override
    public Ticket ticket() {
      int ticket = id;
      return new Number(ticket);
    }

    record Number(int id) implements Ticket {
      @Override
      public Object redeem() {
        return new Shared(id);
      }
    }
  }
}
