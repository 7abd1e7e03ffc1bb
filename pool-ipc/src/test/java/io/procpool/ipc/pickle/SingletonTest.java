package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.procpool.Task;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Objects that are the only ones of their classes, as Kotlin's and Scala's compilers make them. */
@SuppressWarnings({"serial", "unused"})
class SingletonTest {

  /** As Kotlin's Unit. */
  static final class Unit {
    public static final Unit INSTANCE = new Unit();

    private Unit() {}
  }

  /** As a Kotlin object that is Serializable; its state is static. */
  static final class Settings implements Serializable {
    public static final Settings INSTANCE = new Settings();
    static final ReentrantLock LOCK = new ReentrantLock();

    private Settings() {}
  }

  /** As a Scala object. */
  static final class Module$ {
    public static final Module$ MODULE$ = new Module$();
    private final Object lock = new ReentrantLock();

    private Module$() {}
  }

  /** It has state that the other process's object may not have. */
  static final class Counter {
    public static final Counter INSTANCE = new Counter();
    int count;

    private Counter() {}
  }

  static final class Level {
    static final Level LOW = new Level();
    static final Level INSTANCE = new Level();

    private Level() {}
  }

  static final class Open {
    public static final Open INSTANCE = new Open();
  }

  static final class Resolving implements Serializable {
    public static final Resolving INSTANCE = new Resolving();
    static int resolved;

    private Resolving() {}

    private Object readResolve() {
      resolved++;
      return INSTANCE;
    }
  }

  /** As json.org's: a constant of the class around it. */
  static final class Json {
    static final Object NOTHING = "nothing";
    static final Object NULL = new Null();
    static final Comparator<String> ORDER =
        new Comparator<>() {
          @Override
          public int compare(String a, String b) {
            return a.compareTo(b);
          }
        };

    private static final class Null {
      private Null() {}
    }

    static Object another() {
      return new Null();
    }
  }

  /** As Jackson's: all nodes are replaced by their text, and some say who they are. */
  static class Tree implements Serializable {
    private static final class Form implements Serializable {
      private Object readResolve() {
        return Nil.ONE;
      }
    }

    Object writeReplace() {
      return new Form();
    }
  }

  static final class Nil extends Tree {
    static final Nil ONE = new Nil();
  }

  static final class Missing extends Tree {
    private static final Missing ONE = new Missing();

    private Object readResolve() {
      return ONE;
    }
  }

  private static void assertSelf(Object singleton) {
    assertSame(singleton, new Peers().copy(singleton));
    Object[] both = new Peers().copy(new Object[] {singleton, List.of(singleton), singleton});
    assertSame(singleton, both[0]);
    assertSame(singleton, both[2]);
    assertSame(singleton, ((List<?>) both[1]).get(0));
  }

  @Test
  void singletonsOfKotlinAndScalaAreTheReadersOwn() {
    assertSelf(Unit.INSTANCE);
    assertSelf(Settings.INSTANCE);
    assertSelf(Module$.MODULE$);
  }

  @Test
  void constantOfTheClassAroundIsTheReadersOwn() {
    assertSelf(Json.NULL);
    assertSelf(Json.ORDER);
    Object other = new Peers().copy(Json.another());
    assertEquals(Json.Null.class, other.getClass());
    assertNotSame(Json.NULL, other);
  }

  @Test
  void classThatResolvesItselfIsNotReplacedByItsSuperclass() {
    assertSelf(Missing.ONE);
    assertSame(Nil.ONE, new Peers().copy(Nil.ONE));
  }

  @Test
  void singletonIsFoundInSetsAndMapsThatHashByIdentity() throws Exception {
    Set<Object> set = new Peers().copy(new HashSet<>(Set.of(Unit.INSTANCE, "x")));
    assertEquals(Set.of(Unit.INSTANCE, "x"), set);
    Map<Object, Object> map = new Peers().copy(Map.of(Unit.INSTANCE, 1, "x", 2));
    assertEquals(1, map.get(Unit.INSTANCE));
    Unit unit = Unit.INSTANCE;
    Task<Boolean> task = () -> unit == Unit.INSTANCE;
    Task<Boolean> copy = new Peers().copy(task);
    assertEquals(true, copy.call());
  }

  @Test
  void anotherObjectOfItsClassStaysAnother() throws Exception {
    for (Class<?> type : List.of(Unit.class, Settings.class)) {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object other = constructor.newInstance();
      Object copy = new Peers().copy(other);
      assertEquals(type, copy.getClass());
      assertNotSame(type.getField("INSTANCE").get(null), copy);
    }
  }

  @Test
  void objectWithStateOfItsOwnTakesItAlong() {
    Counter.INSTANCE.count = 7;
    Counter copy = new Peers().copy(Counter.INSTANCE);
    Counter.INSTANCE.count = 0;
    assertEquals(7, copy.count);
  }

  @Test
  void classesWithSeveralOrOpenConstructorsOrHooksGoAsBefore() {
    assertNotSame(Level.INSTANCE, new Peers().copy(Level.INSTANCE));
    assertNotSame(Open.INSTANCE, new Peers().copy(Open.INSTANCE));
    int before = Resolving.resolved;
    assertSame(Resolving.INSTANCE, new Peers().copy(Resolving.INSTANCE));
    assertEquals(before + 1, Resolving.resolved);
  }
}
