package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.by;
import static io.procpool.ipc.pickle.Sample.equal;
import static io.procpool.ipc.pickle.Sample.that;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Objects of users' classes. */
@SuppressWarnings({"serial", "unused"})
final class UserSamples {

  private UserSamples() {}

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(fields());
    all.addAll(kindsOfClasses());
    all.addAll(records());
    all.addAll(throwables());
    return all;
  }

  // --- plain classes

  static class Point {
    final int x;
    final Integer y;

    Point(int x, int y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Point p
          && p.x == x
          && Objects.equals(p.y, y)
          && p.getClass() == getClass();
    }

    @Override
    public int hashCode() {
      return x;
    }

    @Override
    public String toString() {
      return "(" + x + "," + y + ")";
    }
  }

  static final class NamedPoint extends Point {
    private final String x;

    NamedPoint(int x, int y, String name) {
      super(x, y);
      this.x = name;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && other instanceof NamedPoint p && p.x.equals(x);
    }

    @Override
    public int hashCode() {
      return x.hashCode();
    }
  }

  static final class AllKinds {
    boolean a = true;
    byte b = -2;
    short c = 300;
    char d = '\u4f60';
    int e = Integer.MIN_VALUE;
    long f = Long.MIN_VALUE;
    float g = 1.5f;
    double h = Math.PI;
    final String i = new String("final");
    int[] j = {1, 2};
    transient int k = 9;
    static int l = 3;

    Object view() {
      return List.of(a, b, c, d, e, f, g, h, i, j.length, k);
    }
  }

  static final class NoConstructorRuns {
    static int runs;
    int value;

    NoConstructorRuns(int value) {
      runs++;
      this.value = value;
    }
  }

  class Inner {
    int own = 5;

    UserSamples outer() {
      return UserSamples.this;
    }
  }

  int outerState = 3;

  enum Color {
    RED,
    GREEN
  }

  enum Operation {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    };

    abstract int apply(int a, int b);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Note {
    String value();

    int[] numbers() default {1, 2};
  }

  @Note("hi")
  static final class Marked {}

  static final class CountingMap extends HashMap<String, Integer> {
    int puts;

    @Override
    public Integer put(String key, Integer value) {
      puts++;
      return super.put(key, value);
    }
  }

  static final class Squares extends AbstractList<Integer> {
    private final int size;

    Squares(int size) {
      this.size = size;
    }

    @Override
    public Integer get(int index) {
      return index * index;
    }

    @Override
    public int size() {
      return size;
    }
  }

  static final class Holder<T> {
    T value;
    Object other;

    Holder(T value) {
      this.value = value;
    }
  }

  private static List<Sample> fields() {
    return List.of(
        equal("class that is not Serializable", () -> new Point(1, 2)),
        equal("same field name in subclass", () -> new NamedPoint(1, 2, "n")),
        by(
            "all kinds of fields",
            AllKinds::new,
            kinds ->
                kinds.getClass() == AllKinds.class
                    ? List.of(
                        kinds.a,
                        kinds.b,
                        kinds.c,
                        kinds.d,
                        kinds.e,
                        kinds.f,
                        kinds.g,
                        kinds.h,
                        kinds.i,
                        kinds.j.length)
                    : null),
        that("transient fields are left out", AllKinds::new, kinds -> kinds.k == 0),
        that(
            "no constructor runs",
            () -> new NoConstructorRuns(4),
            copy -> {
              int before = NoConstructorRuns.runs;
              return copy.value == 4 && NoConstructorRuns.runs == before;
            }));
  }

  private static List<Sample> kindsOfClasses() {
    return List.of(
        that(
            "inner class with its outer object",
            () -> {
              UserSamples o = new UserSamples();
              o.outerState = 8;
              return o.new Inner();
            },
            i -> i.outer().outerState == 8 && i.own == 5),
        that("anonymous class with captured variable", () -> anonymous(7), s -> s.get() == 7),
        that("local class", UserSamples::local, s -> s.get().equals("local 3")),
        equal("enum", () -> Color.GREEN),
        equal("array of enums", () -> new Color[] {Color.RED, null}),
        equal("Object[] of enums with bodies", () -> new Object[] {Operation.PLUS, Color.RED}),
        equal(
            "subclass of HashMap with a field",
            () -> {
              CountingMap m = new CountingMap();
              m.put("a", 1);
              return m;
            }),
        that(
            "subclass of HashMap keeps its field",
            () -> {
              CountingMap m = new CountingMap();
              m.put("a", 1);
              m.puts = 77;
              return m;
            },
            m -> m.puts == 77),
        equal("subclass of AbstractList", () -> new Squares(4)),
        equal("anonymous subclass of ArrayList", () -> new ArrayList<>(List.of(1)) {}),
        that("generic holder", () -> new Holder<>(List.of(1)), h -> h.value.equals(List.of(1))),
        that("proxy", () -> proxy("p"), r -> r.toString().equals("proxy p")),
        equal(
            "array of user's class",
            () -> new Point[] {new Point(1, 2), new NamedPoint(1, 2, "x")}));
  }

  private static Supplier<Integer> anonymous(int captured) {
    return new Supplier<>() {
      @Override
      public Integer get() {
        return captured;
      }
    };
  }

  private static Supplier<String> local() {
    int n = 3;
    class Local implements Supplier<String> {
      final String text = "local ";

      @Override
      public String get() {
        return text + n;
      }
    }
    return new Local();
  }

  static final class NamingHandler implements InvocationHandler {
    final String name;

    NamingHandler(String name) {
      this.name = name;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return method.getName().equals("toString") ? "proxy " + name : null;
    }
  }

  private static Runnable proxy(String name) {
    return (Runnable)
        Proxy.newProxyInstance(
            UserSamples.class.getClassLoader(),
            new Class<?>[] {Runnable.class, Comparable.class},
            new NamingHandler(name));
  }

  // --- records

  record Pair(int left, String right) {}

  record Wide(
      boolean a, byte b, short c, char d, int e, long f, float g, double h, Object i, int[] j) {}

  record Generic<T>(T value, List<? extends T> more) {}

  record Empty() {}

  record Checked(int positive) {
    Checked {
      if (positive < 0) {
        throw new IllegalArgumentException("negative: " + positive);
      }
    }
  }

  private static List<Sample> records() {
    return List.of(
        equal("record", () -> new Pair(1, "a")),
        equal("record with null", () -> new Pair(1, null)),
        by(
            "wide record",
            () -> new Wide(true, (byte) 1, (short) 2, 'c', 3, 4, 5, 6, "i", new int[] {7}),
            w -> w.toString().substring(0, 60)),
        equal("generic record", () -> new Generic<>("a", List.of("b"))),
        equal("empty record", Empty::new),
        equal("record with a check", () -> new Checked(3)),
        equal("records in a map", () -> new HashMap<>(Map.of(new Pair(1, "a"), new Pair(2, "b")))),
        equal(
            "record of records", () -> new Generic<>(new Pair(1, "x"), List.of(new Pair(2, "y")))));
  }

  // --- throwables

  static final class OddException extends Exception {
    final int code;
    final Point where;

    OddException(int code, Point where) {
      super("odd " + code);
      this.code = code;
      this.where = where;
    }
  }

  private static List<Sample> throwables() {
    return List.of(
        by("exception", () -> thrown(new IllegalStateException("x")), UserSamples::view),
        by(
            "exception with cause",
            () -> thrown(new RuntimeException("x", new IOException("y"))),
            UserSamples::view),
        by(
            "exception with odd constructor",
            () -> thrown(new OddException(7, new Point(1, 2))),
            UserSamples::view),
        that(
            "exception's own fields",
            () -> new OddException(7, new Point(1, 2)),
            e -> e.code == 7 && e.where.equals(new Point(1, 2))),
        by("exception with suppressed", UserSamples::withSuppressed, UserSamples::view),
        by("error", () -> thrown(new StackOverflowError()), UserSamples::view));
  }

  private static <T extends Throwable> T thrown(T thrown) {
    thrown.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("app", null, null, "A", "f", "A.java", 3)});
    return thrown;
  }

  private static Exception withSuppressed() {
    Exception e = thrown(new Exception("outer"));
    e.addSuppressed(new IOException("inner"));
    return e;
  }

  private static Object view(Throwable t) {
    return List.of(
        t.toString(),
        List.of(t.getStackTrace()),
        String.valueOf(t.getCause()),
        List.of(t.getSuppressed()).toString());
  }
}
