package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.that;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** Method references of all kinds that are not Serializable. */
@SuppressWarnings({"unused", "UnnecessaryLambda", "UnnecessaryMethodReference"})
final class PlainReferenceSamples {

  private final int field = 6;

  private PlainReferenceSamples() {}

  static class Base {
    String greet(String who) {
      return "hello " + who;
    }

    static String shout(String who) {
      return who + "!";
    }
  }

  static class Derived extends Base implements Cloneable {
    int number = 4;

    @Override
    String greet(String who) {
      return "overridden";
    }

    Function<String, String> viaSuper() {
      return super::greet;
    }

    Callable<Object> cloning() {
      return super::clone;
    }

    Callable<Object> ownClone() {
      return this::clone;
    }
  }

  static final class Heir extends Derived {}

  class Inner {
    final int sum;

    Inner(int more) {
      sum = field + more;
    }
  }

  private static String join(Object... parts) {
    return Arrays.toString(parts);
  }

  private Integer twice(int n) {
    return n * 2 + field;
  }

  private static String overloaded(String text) {
    return "text";
  }

  private static String overloaded(Integer number) {
    return "number";
  }

  private static String overloaded(Object any) {
    return "any";
  }

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(staticReferences());
    all.addAll(boundReferences());
    all.addAll(likeOthers());
    return all;
  }

  private static List<Sample> likeOthers() {
    return List.of(
        that(
            "overloaded by text",
            () -> (Function<String, String>) PlainReferenceSamples::overloaded,
            t -> t.apply("x").equals("text")),
        that(
            "overloaded by number",
            () -> (Function<Integer, String>) PlainReferenceSamples::overloaded,
            t -> t.apply(1).equals("number")),
        that(
            "overloaded by any",
            () -> (Function<Object, String>) PlainReferenceSamples::overloaded,
            t -> t.apply(1).equals("any")),
        that(
            "the same for another type",
            () -> (Function<Long, String>) PlainReferenceSamples::overloaded,
            t -> t.apply(1L).equals("any")),
        that(
            "a method that boxes",
            () -> (Function<Integer, Integer>) Integer::valueOf,
            t -> t.apply(1000) == 1000),
        that(
            "a method that unboxes",
            () -> (Function<Integer, Integer>) Integer::intValue,
            t -> t.apply(1000) == 1000),
        that(
            "a lambda that boxes as others do",
            () -> (Function<Integer, Integer>) x -> -x,
            t -> t.apply(1000) == -1000));
  }

  private static List<Sample> staticReferences() {
    return List.of(
        that(
            "static method",
            () -> (Function<String, Integer>) Integer::parseInt,
            t -> t.apply("12") == 12),
        that(
            "own varargs method",
            () -> (BiFunction<Object, Object, String>) PlainReferenceSamples::join,
            t -> t.apply(1, 2).equals("[1, 2]")),
        that(
            "inherited static method",
            () -> (UnaryOperator<String>) Derived::shout,
            t -> t.apply("a").equals("a!")),
        that(
            "constructor",
            () -> (Function<String, StringBuilder>) StringBuilder::new,
            t -> t.apply("x").toString().equals("x")),
        that(
            "constructor of a generic class",
            () -> (Supplier<List<String>>) ArrayList::new,
            t -> t.get().isEmpty()),
        that(
            "constructor of an inner class",
            () -> new PlainReferenceSamples().innerMaker(),
            t -> t.apply(4).sum == 10),
        that(
            "array constructor",
            () -> (IntFunction<String[]>) String[]::new,
            t -> t.apply(3).length == 3),
        that(
            "array constructor of primitives",
            () -> (IntFunction<int[][]>) int[][]::new,
            t -> t.apply(3).length == 3),
        that(
            "unbound method",
            () -> (Function<String, Integer>) String::length,
            t -> t.apply("four") == 4),
        that(
            "unbound interface method",
            () -> (ToIntFunction<List<?>>) List::size,
            t -> t.applyAsInt(List.of(1)) == 1),
        that(
            "Object's method of an interface",
            () -> (Function<Runnable, String>) Runnable::toString,
            t -> t.apply(printing()).equals("runnable")),
        that(
            "unbound inherited method",
            () -> (BiFunction<Heir, String, String>) Heir::greet,
            t -> t.apply(new Heir(), "x").equals("overridden")),
        that(
            "unbound with a cast",
            () -> (BinaryOperator<Integer>) Integer::sum,
            t -> t.apply(1, 2) == 3));
  }

  private static Runnable printing() {
    return new Runnable() {
      @Override
      public void run() {}

      @Override
      public String toString() {
        return "runnable";
      }
    };
  }

  private Function<Integer, Inner> innerMaker() {
    return Inner::new;
  }

  private static List<Sample> boundReferences() {
    return List.of(
        that(
            "bound method",
            () -> (UnaryOperator<String>) "abc"::concat,
            t -> t.apply("d").equals("abcd")),
        that(
            "own private method",
            () -> {
              PlainReferenceSamples o = new PlainReferenceSamples();
              return (Function<Integer, Integer>) o::twice;
            },
            t -> t.apply(2) == 10),
        that(
            "private method of an interface",
            () -> new PlainLambdaSamples.Named5("n", 5).privately(),
            t -> t.get().equals("hidden n")),
        that("super method", () -> new Derived().viaSuper(), t -> t.apply("x").equals("hello x")),
        that(
            "super method of an interface",
            () -> new PlainLambdaSamples.Named5("n", 5).viaSuper(),
            t -> t.get().equals("in interface n")),
        that(
            "protected super method of another package",
            () -> new Derived().cloning(),
            t -> ((Derived) PlainLambdaSamples.call(t)).number == 4),
        that(
            "protected method of another package",
            () -> new Derived().ownClone(),
            t -> ((Derived) PlainLambdaSamples.call(t)).number == 4),
        that(
            "overridden method",
            () -> {
              Base bound = new Derived();
              return (UnaryOperator<String>) bound::greet;
            },
            t -> t.apply("x").equals("overridden")),
        that(
            "method of an array",
            () -> {
              int[] bound = {1, 2};
              return (Supplier<int[]>) bound::clone;
            },
            t -> t.get().length == 2),
        that(
            "interface method of a list",
            () -> {
              List<String> bound = new ArrayList<>(List.of("a"));
              return (Supplier<Integer>) bound::size;
            },
            t -> t.get() == 1));
  }
}
