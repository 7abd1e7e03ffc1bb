package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.that;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Lambdas and method references of all kinds that are not Serializable. */
@SuppressWarnings({"unused", "UnnecessaryLambda", "UnnecessaryMethodReference"})
final class PlainLambdaSamples {

  private static final Supplier<String> OF_INITIALIZER = () -> "static initializer";

  private final int field = 6;
  private final Supplier<Integer> ofConstructor;

  private PlainLambdaSamples() {
    int local = 3;
    ofConstructor = () -> field + local;
  }

  interface Named {
    String name();
  }

  interface Sized {
    int size();
  }

  interface Tag {}

  private interface Secret<T> {
    T open(T key);

    default T twice(T key) {
      return open(open(key));
    }
  }

  /** Overrides with a narrower type, so that lambdas need a bridge. */
  interface Text extends Function<String, String> {
    @Override
    String apply(String text);
  }

  interface Holder extends Named {
    default Supplier<String> fromInterface() {
      return () -> "in interface " + name();
    }

    static Supplier<String> fromStatic() {
      return () -> "static in interface";
    }

    private String hidden() {
      return "hidden " + name();
    }

    default Supplier<String> privately() {
      return this::hidden;
    }
  }

  record Named5(String name, int size) implements Holder, Sized {
    Supplier<String> viaSuper() {
      return Holder.super.fromInterface()::get;
    }

    Supplier<String> ofRecord() {
      return () -> name + size;
    }
  }

  enum Planet {
    EARTH(x -> x * 2) {
      @Override
      Supplier<String> supplier() {
        return () -> "constant " + this;
      }
    };

    final UnaryOperator<Integer> weight;

    Planet(UnaryOperator<Integer> weight) {
      this.weight = weight;
    }

    abstract Supplier<String> supplier();
  }

  class Inner {
    final int sum;

    Inner(int more) {
      sum = field + more;
    }

    Supplier<Integer> more() {
      return () -> field + sum;
    }
  }

  private static <T extends Comparable<T>> Function<List<T>, T> greatest() {
    return list -> list.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private static <T extends Named & Sized> Supplier<Integer> ofBoth(T both) {
    return both::size;
  }

  private static <T extends Named & Sized> Function<T, String> throughBoth() {
    return both -> both.name() + both.size();
  }

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(capturing());
    all.addAll(places());
    all.addAll(shapes());
    all.addAll(PlainReferenceSamples.all());
    all.addAll(graphs());
    all.addAll(PlainJdkLambdaSamples.all());
    return all;
  }

  private static List<Sample> capturing() {
    int i = 2;
    long l = 3L;
    double d = 0.5;
    boolean z = true;
    char c = 'c';
    byte b = 1;
    short s = 2;
    float f = 1.5f;
    String text = "t";
    int[] array = {1, 2, 3};
    Object[][] arrays = {{"a"}, {}};
    return List.of(
        that("no capture", () -> (Function<Integer, Integer>) x -> x * x, t -> t.apply(7) == 49),
        that(
            "all primitives",
            () -> (Supplier<String>) () -> "" + i + l + d + z + c + b + s + f,
            t -> t.get().equals("230.5truec121.5")),
        that(
            "long and double alone",
            () -> (LongSupplier) () -> l + (long) d,
            t -> t.getAsLong() == 3),
        that(
            "more captures than names at hand",
            () ->
                (Supplier<String>)
                    () -> "" + i + l + d + z + c + b + s + f + text + array[0] + arrays.length,
            t -> t.get().equals("230.5truec121.5t12")),
        that(
            "objects and arrays",
            () -> (Callable<String>) () -> text + array.length + arrays[0][0] + List.of(text),
            t -> call(t).equals("t3a[t]")),
        that("null", () -> capturing(null), t -> t.get().equals("null")),
        that("this", () -> new PlainLambdaSamples().new Inner(1).more(), t -> t.get() == 13),
        that(
            "in a lambda",
            () -> (Supplier<Supplier<Integer>>) () -> () -> i + 1,
            t -> t.get().get() == 3),
        that(
            "a lambda",
            () -> capturing((Supplier<Integer>) () -> i),
            t -> t.get().equals("lambda 2")),
        that(
            "a Serializable lambda",
            () -> capturing((Supplier<Integer> & java.io.Serializable) () -> i),
            t -> t.get().equals("lambda 2")));
  }

  private static Supplier<String> capturing(Object value) {
    return value instanceof Supplier<?> s ? () -> "lambda " + s.get() : () -> "" + value;
  }

  private static List<Sample> places() {
    return List.of(
        that("in a static initializer", () -> OF_INITIALIZER, t -> t.get().startsWith("static")),
        that("in a constructor", () -> new PlainLambdaSamples().ofConstructor, t -> t.get() == 9),
        that("in a constant", () -> Planet.EARTH.supplier(), t -> t.get().equals("constant EARTH")),
        that("in an enum", () -> Planet.EARTH.weight, t -> t.apply(4) == 8),
        that("in a record", () -> new Named5("n", 5).ofRecord(), t -> t.get().equals("n5")),
        that(
            "in a default method",
            () -> new Named5("n", 5).fromInterface(),
            t -> t.get().equals("in interface n")),
        that("in a static interface method", Holder::fromStatic, t -> t.get().startsWith("static")),
        that(
            "in a generic method",
            () -> PlainLambdaSamples.<Integer>greatest(),
            t -> t.apply(List.of(1, 3, 2)) == 3),
        that("in an anonymous class", PlainLambdaSamples::ofAnonymous, t -> t.get().equals("anon")),
        that("in a local class", PlainLambdaSamples::ofLocal, t -> t.get().equals("local 5")));
  }

  private static Supplier<String> ofAnonymous() {
    return new Object() {
      Supplier<String> make() {
        return () -> "anon";
      }
    }.make();
  }

  private static Supplier<String> ofLocal() {
    record Local(int n) {
      Supplier<String> make() {
        return () -> "local " + n;
      }
    }
    return new Local(5).make();
  }

  private static List<Sample> shapes() {
    return List.of(
        that(
            "with a marker",
            () -> (Supplier<String> & Tag) () -> "tagged",
            t -> t instanceof Tag && t.get().equals("tagged")),
        that("with a bridge", () -> (Text) t -> t + "!", t -> bridged(t).equals("a!")),
        that(
            "of a private generic interface with a default method",
            () -> (Secret<String>) key -> key + "?",
            t -> t.twice("k").equals("k??")),
        that(
            "of primitives",
            () -> (IntBinaryOperator) (x, y) -> x * y,
            t -> t.applyAsInt(6, 7) == 42),
        that(
            "for nothing",
            () -> (Runnable) () -> {},
            t -> {
              t.run();
              return true;
            }),
        that(
            "of an intersection",
            () -> PlainLambdaSamples.<Named5>throughBoth(),
            t -> t.apply(new Named5("n", 5)).equals("n5")),
        that("many of one class", PlainLambdaSamples::many, PlainLambdaSamples::manyAreRight),
        that("twins", PlainLambdaSamples::twins, t -> t[0].get().equals(t[1].get())),
        that(
            "a comparator",
            () -> (Comparator<String>) (x, y) -> Integer.compare(x.length(), y.length()),
            t -> t.compare("aa", "b") > 0),
        that("a bound of an intersection", () -> ofBoth(new Named5("n", 5)), t -> t.get() == 5));
  }

  private static String bridged(Function<String, String> function) {
    return function.apply("a");
  }

  private static Object[] many() {
    return new Object[] {
      (Supplier<Integer>) () -> 0,
      (Supplier<Integer>) () -> 1,
      (Supplier<Integer>) () -> 2,
      (Callable<Integer>) () -> 3,
      (Callable<Integer>) () -> 4
    };
  }

  private static boolean manyAreRight(Object[] all) {
    for (int i = 0; i < all.length; i++) {
      Object got = all[i] instanceof Supplier<?> s ? s.get() : call((Callable<?>) all[i]);
      if (!got.equals(i)) {
        return false;
      }
    }
    return true;
  }

  private static Supplier<?>[] twins() {
    return new Supplier<?>[] {ArrayList::new, ArrayList::new};
  }

  private static List<Sample> graphs() {
    return List.of(
        that(
            "held by the object it captures",
            () -> new Keeper().make(),
            t -> t.get().equals("held keeper false")),
        that("recursion through a field", () -> new Recursive().factorial, t -> t.apply(5) == 120),
        that(
            "one lambda twice",
            () -> {
              Supplier<Integer> t = () -> 1;
              return new Object[] {t, t};
            },
            a -> a[0] == a[1]),
        that("in a list that it captures", PlainLambdaSamples::inItsList, t -> t.get() == 2),
        that(
            "in a record in a map",
            () -> java.util.Map.of("f", new Box(x -> x + 1)),
            m -> m.get("f").function().apply(1) == 2));
  }

  record Box(Function<Integer, Integer> function) {}

  static final class Keeper {
    Supplier<String> kept;
    String name = "keeper";

    Supplier<String> make() {
      kept = () -> "held " + name + " " + (kept == null);
      return kept;
    }
  }

  static final class Recursive {
    final Function<Integer, Integer> factorial = n -> n < 2 ? 1 : n * this.factorial.apply(n - 1);
  }

  private static Supplier<Integer> inItsList() {
    List<Object> list = new ArrayList<>();
    list.add("x");
    Supplier<Integer> self = () -> list.size() + (list.get(1) == null ? 100 : 0);
    list.add(self);
    return self;
  }

  static Object call(Callable<?> task) {
    try {
      return task.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
