package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Task;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
class FilterTest {

  private final ClassDefinitions known = new ClassDefinitions(FilterTest.class.getClassLoader());

  private Object read(Object value, String pattern) {
    PickleBuffer buffer = new PickleBuffer();
    Pickler.selfContained().pickle(value, buffer);
    return Pickler.selfContained(ObjectInputFilter.Config.createFilter(pattern))
        .unpickle(new PickleSource(buffer), known);
  }

  private String refusal(Object value, String pattern) {
    return assertThrows(NotSendableException.class, () -> read(value, pattern)).getMessage();
  }

  static final class Initialised {
    static {
      System.setProperty("procpool.test.initialised", "yes");
    }

    int value = 1;
  }

  static final class Witness implements Serializable {
    Object held;
  }

  @Test
  void allowedClassesPass() {
    Map<String, Object> map = new HashMap<>(Map.of("a", new ArrayList<>(List.of(1, 2L, "x"))));
    assertEquals(map, read(map, "java.util.*;java.lang.*;!*"));
    assertEquals(List.of(1, 2, 3), read(List.of(1, 2, 3), "java.util.*;java.lang.*;!*"));
    assertEquals("text", read("text", "!*"));
  }

  @Test
  void otherClassesAreNamedInTheRefusal() {
    String message = refusal(new UserSamples.Point(1, 2), "java.util.*;java.lang.*;!*");
    assertTrue(message.contains("rejects " + UserSamples.Point.class.getTypeName()), message);
  }

  @Test
  void rejectedClassIsNotInitialised() throws Exception {
    ClassTable table = new ClassTable();
    PickleBuffer buffer = new PickleBuffer();
    Pickler.selfContained().pickle(new Initialised(), buffer);
    System.clearProperty("procpool.test.initialised");
    java.net.URL[] urls = classPath();
    // A loader of its own has its own copy of the class, which nobody has initialised.
    try (java.net.URLClassLoader loader =
        new java.net.URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      ClassDefinitions fresh = new ClassDefinitions(loader);
      Pickler reader = Pickler.selfContained(ObjectInputFilter.Config.createFilter("!*"));
      assertThrows(
          NotSendableException.class, () -> reader.unpickle(new PickleSource(buffer), fresh));
      assertNull(System.getProperty("procpool.test.initialised"));
      Pickler.selfContained().unpickle(new PickleSource(buffer), fresh);
      assertEquals("yes", System.getProperty("procpool.test.initialised"));
    }
    assertEquals(0, table.size());
  }

  private static java.net.URL[] classPath() throws java.io.IOException {
    List<java.net.URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      urls.add(java.nio.file.Path.of(entry).toUri().toURL());
    }
    return urls.toArray(java.net.URL[]::new);
  }

  @Test
  void depthIsLimited() {
    Object nested = 1;
    for (int i = 0; i < 50; i++) {
      nested = new ArrayList<>(List.of(nested));
    }
    assertEquals(nested, read(nested, "maxdepth=60"));
    assertTrue(refusal(nested, "maxdepth=20").contains("depth="), refusal(nested, "maxdepth=20"));
  }

  @Test
  void arraysAndCollectionsAreLimited() {
    assertTrue(refusal(new int[2000], "maxarray=1000").contains("length 2000"));
    assertTrue(refusal(new Object[2000], "maxarray=1000").contains("length 2000"));
    assertTrue(refusal(new byte[100_000], "maxarray=1000").contains("length 100000"));
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      list.add(i);
    }
    assertTrue(refusal(list, "maxarray=1000").contains("length 2000"));
    assertEquals(list, read(list, "maxarray=3000"));
  }

  @Test
  void bytesAndReferencesAreLimited() {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      list.add(new Object[] {i});
    }
    assertTrue(refusal(list, "maxbytes=1000").contains("bytes="));
    assertTrue(refusal(list, "maxrefs=1000").contains("references="));
  }

  @Test
  void lambdasAreFilteredByTheClassThatHasTheirCode() throws Exception {
    Task<Integer> task = () -> 5;
    assertEquals(5, ((Task<?>) read(task, "io.procpool.**;java.**;!*")).call());
    assertTrue(refusal(task, "java.**;!*").contains(FilterTest.class.getName()));
  }

  @Test
  void classLiteralsAreFiltered() {
    Witness witness = new Witness();
    witness.held = Thread.class;
    assertTrue(refusal(witness, "io.procpool.**;java.lang.Class;!*").contains("java.lang.Thread"));
  }
}
