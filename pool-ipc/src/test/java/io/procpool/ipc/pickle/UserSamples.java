package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.by;
import static io.procpool.ipc.pickle.Sample.equal;
import static io.procpool.ipc.pickle.Sample.that;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    all.addAll(plain());
    all.addAll(records());
    all.addAll(hooks());
    all.addAll(graphs());
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

  private static List<Sample> plain() {
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
            }),
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

  // --- java.io hooks

  static class Custom implements Serializable {
    private transient int doubled;
    private final String name;

    Custom(int value, String name) {
      this.doubled = value;
      this.name = name;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(doubled / 2);
      out.writeUTF("t\u00e9xt");
      out.writeObject(List.of(doubled));
      out.write(new byte[] {1, 2, 3});
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      doubled = in.readInt() * 2;
      if (!in.readUTF().equals("t\u00e9xt") || !in.readObject().equals(List.of(doubled))) {
        throw new InvalidObjectException("wrong data");
      }
      byte[] bytes = new byte[3];
      in.readFully(bytes);
      if (bytes[2] != 3 || in.available() != 0 || in.read() != -1) {
        throw new InvalidObjectException("wrong bytes");
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Custom c && c.doubled == doubled && c.name.equals(name);
    }

    @Override
    public int hashCode() {
      return doubled;
    }
  }

  static final class CustomChild extends Custom {
    final long more;

    CustomChild(int value, String name, long more) {
      super(value, name);
      this.more = more;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && other instanceof CustomChild c && c.more == more;
    }

    @Override
    public int hashCode() {
      return (int) more;
    }
  }

  static final class ByPutFields implements Serializable {
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("sum", int.class), new ObjectStreamField("label", String.class)
    };
    private transient int left;
    private transient int right;
    private transient String text = "";

    ByPutFields(int left, int right, String text) {
      this.left = left;
      this.right = right;
      this.text = text;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      ObjectOutputStream.PutField fields = out.putFields();
      fields.put("label", text);
      fields.put("sum", left + right);
      out.writeFields();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      ObjectInputStream.GetField fields = in.readFields();
      left = fields.get("sum", 0);
      text = (String) fields.get("label", null);
    }
  }

  static final class OnlyReads implements Serializable {
    int value = 3;
    transient int derived;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      derived = value + 1;
      if (in.read() != -1) {
        throw new InvalidObjectException("data from nowhere");
      }
    }
  }

  static final class OnlyWrites implements Serializable {
    int value = 3;

    private void writeObject(ObjectOutputStream out) throws IOException {
      value++;
      out.defaultWriteObject();
    }
  }

  static final class Singleton implements Serializable {
    static final Singleton INSTANCE = new Singleton();

    private Object readResolve() {
      return INSTANCE;
    }
  }

  static final class Replaced implements Serializable {
    final int value;

    Replaced(int value) {
      this.value = value;
    }

    private Object writeReplace() {
      return new Form(value);
    }

    private record Form(int value) implements Serializable {
      private Object readResolve() {
        return new Replaced(value);
      }
    }
  }

  static final class ReplacedBySelf implements Serializable {
    int value;
    boolean replaced;

    ReplacedBySelf(int value) {
      this.value = value;
    }

    private Object writeReplace() {
      ReplacedBySelf other = new ReplacedBySelf(value);
      other.replaced = true;
      return other;
    }
  }

  static final class ReplacedByNull implements Serializable {
    private Object writeReplace() {
      return null;
    }
  }

  static final class ResolvedToNull implements Serializable {
    private Object readResolve() {
      return null;
    }
  }

  public static final class External implements Externalizable {
    int value;
    Object other;

    public External() {}

    External(int value, Object other) {
      this.value = value;
      this.other = other;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value);
      out.writeObject(other);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
      value = in.readInt();
      other = in.readObject();
    }
  }

  static final class Validated implements Serializable, ObjectInputValidation {
    int value = 1;
    transient boolean validated;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.registerValidation(this, 0);
      in.defaultReadObject();
    }

    @Override
    public void validateObject() {
      validated = true;
    }
  }

  static final class EndsEarly implements Serializable {
    transient boolean sawEnd;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject("one");
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.readObject();
      try {
        in.readObject();
      } catch (java.io.OptionalDataException e) {
        sawEnd = e.eof;
      }
    }
  }

  static class NotSerializableParent {
    int fromParent = 10;
  }

  static final class SerializableChild extends NotSerializableParent implements Serializable {
    int own = 1;
  }

  private static List<Sample> hooks() {
    return List.of(
        equal("writeObject and readObject", () -> new Custom(8, "n")),
        equal("hooks in a superclass", () -> new CustomChild(8, "n", 5)),
        that("putFields", () -> new ByPutFields(1, 2, "x"), p -> p.left == 3 && p.text.equals("x")),
        that("readObject alone", OnlyReads::new, o -> o.derived == 4),
        that("writeObject alone", OnlyWrites::new, o -> o.value == 4),
        that("readResolve", () -> Singleton.INSTANCE, s -> s == Singleton.INSTANCE),
        that(
            "readResolve, shared",
            () -> new Object[] {Singleton.INSTANCE, Singleton.INSTANCE},
            a -> a[0] == Singleton.INSTANCE && a[1] == a[0]),
        that("writeReplace", () -> new Replaced(5), r -> r.value == 5),
        that(
            "writeReplace, shared",
            () -> {
              Replaced r = new Replaced(5);
              return List.of(r, r);
            },
            l -> l.get(0) == l.get(1) && l.get(0).value == 5),
        that(
            "writeReplace by its own class",
            () -> new ReplacedBySelf(5),
            r -> r.value == 5 && r.replaced),
        that("writeReplace by null", ReplacedByNull::new, r -> r == null),
        that(
            "readResolve to null",
            () -> {
              ResolvedToNull r = new ResolvedToNull();
              return new Object[] {1, r, r, 2};
            },
            a -> a[0].equals(1) && a[1] == null && a[2] == null && a[3].equals(2)),
        that(
            "Externalizable", () -> new External(5, "x"), e -> e.value == 5 && e.other.equals("x")),
        that(
            "Externalizable that holds itself",
            () -> {
              External e = new External(5, null);
              e.other = e;
              return e;
            },
            e -> e.other == e),
        that("validation", Validated::new, v -> v.validated),
        that("end of optional data", EndsEarly::new, e -> e.sawEnd),
        that(
            "superclass that is not Serializable",
            () -> {
              SerializableChild c = new SerializableChild();
              c.fromParent = 99;
              return c;
            },
            c -> c.fromParent == 99 && c.own == 1));
  }

  // --- graphs

  static final class Node {
    Node next;
    Object value;
  }

  static final class HookedNode implements Serializable {
    Object value;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject(value);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      value = in.readObject();
    }
  }

  record Parent(List<Object> children) {}

  private static List<Sample> graphs() {
    return List.of(
        that(
            "cycle of two",
            () -> {
              Node a = new Node();
              a.next = new Node();
              a.next.next = a;
              return a;
            },
            a -> a.next.next == a && a.next != a),
        that(
            "list that holds itself",
            () -> {
              List<Object> l = new ArrayList<>();
              l.add(l);
              return l;
            },
            l -> l.get(0) == l),
        that(
            "array that holds itself",
            () -> {
              Object[] a = new Object[1];
              a[0] = a;
              return a;
            },
            a -> a[0] == a),
        that(
            "map that holds itself",
            () -> {
              Map<String, Object> m = new HashMap<>();
              m.put("m", m);
              return m;
            },
            m -> m.get("m") == m),
        that(
            "sharing across hooks",
            () -> {
              HookedNode n = new HookedNode();
              n.value = new Point(1, 2);
              return new Object[] {n, n.value};
            },
            a -> ((HookedNode) a[0]).value == a[1]),
        that(
            "cycle through hooks",
            () -> {
              HookedNode n = new HookedNode();
              n.value = new Holder<>(n);
              return n;
            },
            n -> ((Holder<?>) n.value).value == n),
        that(
            "record in its own list",
            () -> {
              Parent p = new Parent(new ArrayList<>());
              p.children().add("x");
              p.children().add(p);
              p.children().add("y");
              return p;
            },
            p -> p.children().get(1) == p && p.children().size() == 3),
        that("record in its own set", UserSamples::parentInSet, p -> p.value().size() == 1),
        that(
            "record in a field of its part",
            () -> {
              Holder<Object> h = new Holder<>(null);
              Generic<Object> r = new Generic<>(h, List.of());
              h.value = r;
              return r;
            },
            r -> ((Holder<?>) r.value()).value == r),
        that(
            "record in an array of its own",
            () -> {
              Object[] a = new Object[1];
              Generic<Object> r = new Generic<>(a, List.of());
              a[0] = r;
              return r;
            },
            r -> ((Object[]) r.value())[0] == r),
        that(
            "record as value in its own map",
            () -> {
              Map<String, Object> m = new HashMap<>();
              Generic<Object> r = new Generic<>(m, List.of());
              m.put("r", r);
              return r;
            },
            r -> ((Map<?, ?>) r.value()).get("r") == r),
        that(
            "shared strings stay one",
            () -> {
              String s = new String("abc");
              return new Object[] {s, s};
            },
            a -> a[0] == a[1]),
        that(
            "equal but not same",
            () -> new Object[] {new Point(1, 1), new Point(1, 1)},
            a -> a[0] != a[1] && a[0].equals(a[1])));
  }

  record Group(java.util.Set<Object> value) {
    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  private static Group parentInSet() {
    Group group = new Group(new HashSet<>());
    group.value().add(group);
    return group;
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
