package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.that;

import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Lambdas and method references of all kinds. */
@SuppressWarnings({"serial", "unused"})
final class LambdaSamples {

  private final int field = 6;

  private LambdaSamples() {}

  interface SerializableSupplier<T> extends Supplier<T>, Serializable {}

  interface SerializableFunction<T, R> extends Function<T, R>, Serializable {}

  /** Overrides with a narrower type, so that lambdas need a bridge. */
  interface StringFunction extends SerializableFunction<String, String> {
    @Override
    String apply(String text);
  }

  interface Tag {}

  interface Holder {
    default SerializableSupplier<String> fromInterface() {
      return () -> "in interface " + name();
    }

    static SerializableSupplier<String> fromStatic() {
      return () -> "static in interface";
    }

    String name();
  }

  static final class HolderImpl implements Holder {
    @Override
    public String name() {
      return "impl";
    }
  }

  static final class Nested {
    static SerializableFunction<Integer, Integer> plus(int n) {
      return x -> x + n;
    }
  }

  class Inner {
    SerializableSupplier<Integer> sum(int more) {
      return () -> field + more;
    }
  }

  static class Base {
    String greet(String who) {
      return "hello " + who;
    }
  }

  static final class Derived extends Base {
    @Override
    String greet(String who) {
      return "overridden";
    }

    SerializableFunction<String, String> viaSuper() {
      return super::greet;
    }
  }

  private SerializableSupplier<Integer> capturingThis() {
    return () -> field * 2;
  }

  private Integer twice(int n) {
    return n * 2 + field;
  }

  private static <T extends Comparable<T>> SerializableFunction<List<T>, T> greatest() {
    return list -> list.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private static String join(Object... parts) {
    return List.of(parts).toString();
  }

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(capturing());
    all.addAll(lambdas());
    all.addAll(references());
    all.addAll(ownReferences());
    all.addAll(graphs());
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
    return List.of(
        that(
            "lambda without captures",
            () -> (TaskFunction<Integer, Integer>) x -> x * x,
            t -> call(t, 7).equals(49)),
        that(
            "lambda that captures all primitives",
            () -> (Task<String>) () -> "" + i + l + d + z + c + b + s + f,
            t -> call(t).equals("230.5truec121.5")),
        that(
            "lambda that captures objects",
            () -> (Task<String>) () -> text + array.length + List.of(text),
            t -> call(t).equals("t3[t]")),
        that("lambda that captures null", () -> nullCapture(null), t -> call(t).equals("null")),
        that(
            "lambda that captures this",
            () -> new LambdaSamples().capturingThis(),
            t -> t.get() == 12),
        that(
            "lambda in a lambda",
            () -> (Task<Task<Integer>>) () -> () -> i + 1,
            t -> {
              Object inner = call(t);
              return call((Task<?>) inner).equals(3);
            }));
  }

  private static List<Sample> lambdas() {
    return List.of(
        that(
            "lambda with two arguments",
            () -> (TaskBiFunction<Integer, Integer, Integer>) (x, y) -> x - y,
            t -> call(t, 5, 3).equals(2)),
        that(
            "lambda for nothing",
            () -> (RunnableTask) () -> {},
            t -> {
              t.run();
              return true;
            }),
        that(
            "generic lambda",
            () -> LambdaSamples.<Integer>greatest(),
            t -> t.apply(List.of(1, 3, 2)) == 3),
        that(
            "lambda of a default method",
            () -> new HolderImpl().fromInterface(),
            t -> t.get().equals("in interface impl")),
        that(
            "lambda of a static interface method",
            Holder::fromStatic,
            t -> t.get().equals("static in interface")),
        that("lambda of a nested class", () -> Nested.plus(5), t -> t.apply(1) == 6),
        that(
            "lambda of an inner class",
            () -> new LambdaSamples().new Inner().sum(4),
            t -> t.get() == 10),
        that("lambda that captures a lambda", () -> captured(x -> x + 1), t -> call(t).equals(6)),
        that(
            "lambda cast to an intersection",
            () -> (Runnable & Serializable) () -> {},
            r -> r instanceof Serializable),
        that(
            "lambda with a marker",
            () -> (Supplier<String> & Serializable & Tag) () -> "tagged",
            r -> r instanceof Tag && r.get().equals("tagged")),
        that(
            "lambda with a bridge",
            () -> (StringFunction) t -> t + "!",
            LambdaSamples::throughBridge),
        that(
            "lambda with primitives in its signature",
            () -> (IntBinaryOperator & Serializable) (x, y) -> x * y,
            t -> t.applyAsInt(6, 7) == 42),
        that(
            "lambda of an anonymous class",
            LambdaSamples::ofAnonymous,
            t -> t.get().equals("anonymous")),
        that(
            "lambda of a local record",
            LambdaSamples::ofLocalRecord,
            t -> t.get().equals("record 5")),
        that("many lambdas of one class", LambdaSamples::many, LambdaSamples::manyAreRight));
  }

  private static List<Sample> references() {
    return List.of(
        that(
            "static method reference",
            () -> (SerializableFunction<String, Integer>) Integer::parseInt,
            t -> t.apply("12") == 12),
        that(
            "bound method reference",
            () -> (SerializableFunction<String, String>) "abc"::concat,
            t -> t.apply("d").equals("abcd")),
        that(
            "unbound method reference",
            () -> (SerializableFunction<String, Integer>) String::length,
            t -> t.apply("four") == 4),
        that(
            "unbound interface method reference",
            () -> (SerializableFunction<List<?>, Integer>) List::size,
            t -> t.apply(List.of(1)) == 1),
        that(
            "constructor reference",
            () -> (SerializableFunction<String, StringBuilder>) StringBuilder::new,
            t -> t.apply("x").toString().equals("x")),
        that(
            "array constructor reference",
            () -> (IntFunction<String[]> & Serializable) String[]::new,
            t -> t.apply(3).length == 3));
  }

  private static List<Sample> ownReferences() {
    return List.of(
        that(
            "own static method reference",
            () -> (SerializableFunction<Object, String>) LambdaSamples::join,
            t -> t.apply(1).equals("[1]")),
        that(
            "own private method reference",
            () -> {
              LambdaSamples o = new LambdaSamples();
              return (SerializableFunction<Integer, Integer>) o::twice;
            },
            t -> t.apply(2) == 10),
        that(
            "super method reference",
            () -> new Derived().viaSuper(),
            t -> t.apply("x").equals("hello x")),
        that(
            "reference to a user's unbound method",
            () -> (BiFunction<Base, String, String> & Serializable) Base::greet,
            t -> t.apply(new Derived(), "x").equals("overridden")),
        that(
            "reference to an object's method",
            () -> {
              Base bound = new Derived();
              return (SerializableFunction<String, String>) bound::greet;
            },
            t -> t.apply("x").equals("overridden")),
        that(
            "Comparator.comparing",
            () -> Comparator.comparing((Function<String, Integer> & Serializable) String::length),
            c -> c.compare("aa", "b") > 0),
        that(
            "Comparator.thenComparing",
            () ->
                Comparator.comparingInt((ToIntFunction<String> & Serializable) String::length)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()),
            c -> c.compare("aa", "b") < 0 && c.compare("a", "b") < 0),
        that(
            "Map.Entry.comparingByKey",
            () -> Map.Entry.<String, Integer>comparingByKey(),
            c -> c.compare(Map.entry("a", 1), Map.entry("b", 0)) < 0));
  }

  private static List<Sample> graphs() {
    return List.of(
        that(
            "lambda held by the object it captures",
            LambdaSamples::selfHolding,
            t -> t.get().startsWith("held ")),
        that(
            "one lambda twice",
            () -> {
              Task<Integer> t = () -> 1;
              return new Object[] {t, t};
            },
            a -> a[0] == a[1]),
        that(
            "lambda in a list that it captures", LambdaSamples::inItsList, t -> call(t).equals(2)));
  }

  static final class Keeper {
    SerializableSupplier<String> kept;
    String name = "keeper";

    SerializableSupplier<String> make() {
      kept = () -> "held " + name + (kept == null);
      return kept;
    }
  }

  private static SerializableSupplier<String> selfHolding() {
    return new Keeper().make();
  }

  private static Task<Integer> inItsList() {
    List<Object> list = new ArrayList<>();
    list.add("x");
    Task<Integer> task = list::size;
    Task<Integer> other = () -> list.size() + (list.get(1) == null ? 100 : 0);
    list.add(other);
    return other;
  }

  private static Task<Object> captured(TaskFunction<Integer, Integer> function) {
    return () -> function.apply(5);
  }

  private static Task<String> nullCapture(String nothing) {
    return () -> String.valueOf(nothing);
  }

  private static boolean throughBridge(SerializableFunction<String, String> function) {
    return function.apply("a").equals("a!");
  }

  private static SerializableSupplier<String> ofAnonymous() {
    return new Object() {
      SerializableSupplier<String> make() {
        return () -> "anonymous";
      }
    }.make();
  }

  private static SerializableSupplier<String> ofLocalRecord() {
    record Local(int n) {
      SerializableSupplier<String> make() {
        return () -> "record " + n;
      }
    }
    return new Local(5).make();
  }

  private static Object[] many() {
    return new Object[] {
      (Task<Integer>) () -> 0,
      (Task<Integer>) () -> 1,
      (Task<Integer>) () -> 2,
      (Task<Integer>) () -> 3,
      (Task<Integer>) () -> 4
    };
  }

  private static boolean manyAreRight(Object[] tasks) {
    for (int i = 0; i < tasks.length; i++) {
      if (!call((Task<?>) tasks[i]).equals(i)) {
        return false;
      }
    }
    return true;
  }

  private static Object call(Task<?> task) {
    try {
      return task.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <A> Object call(TaskFunction<A, ?> task, A argument) {
    try {
      return task.apply(argument);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <A, B> Object call(TaskBiFunction<A, B, ?> task, A a, B b) {
    try {
      return task.apply(a, b);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
