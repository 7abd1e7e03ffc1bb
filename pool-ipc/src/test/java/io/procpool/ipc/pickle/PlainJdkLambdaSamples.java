package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.that;

import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lambdas that the JDK makes, and what of the JDK holds some. */
final class PlainJdkLambdaSamples {

  private PlainJdkLambdaSamples() {}

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(comparators());
    all.addAll(functions());
    all.addAll(collectors());
    return all;
  }

  private static List<Sample> comparators() {
    return List.of(
        that(
            "Comparator.comparing",
            () -> Comparator.comparing(String::length),
            c -> c.compare("aa", "b") > 0),
        that(
            "Comparator.comparing of two",
            () -> Comparator.comparing(String::length, (a, b) -> b - a),
            c -> c.compare("aa", "b") < 0),
        that(
            "Comparator.reversed",
            () -> Comparator.comparingInt(String::length).reversed(),
            c -> c.compare("aa", "b") < 0),
        that(
            "Comparator.thenComparing",
            () -> Comparator.comparing(String::length).thenComparing(s -> s.charAt(0)),
            c -> c.compare("b", "a") > 0),
        that(
            "Comparator.nullsFirst",
            () -> Comparator.nullsFirst(Comparator.comparing(String::length)),
            c -> c.compare(null, "a") < 0),
        that(
            "Collections.reverseOrder",
            () -> Collections.<String>reverseOrder((a, b) -> a.length() - b.length()),
            c -> c.compare("aa", "b") < 0),
        that(
            "Map.Entry.comparingByKey",
            () -> Map.Entry.<String, Integer>comparingByKey((a, b) -> b.compareTo(a)),
            c -> c.compare(Map.entry("a", 1), Map.entry("b", 0)) > 0),
        that(
            "TreeMap",
            () -> {
              TreeMap<String, Integer> map = new TreeMap<>((a, b) -> b.compareTo(a));
              map.put("a", 1);
              map.put("b", 2);
              return map;
            },
            m -> m.firstKey().equals("b")));
  }

  private static List<Sample> functions() {
    Function<Integer, Integer> plus = x -> x + 1;
    Function<Integer, Integer> times = x -> x * 2;
    Predicate<String> empty = String::isEmpty;
    BiFunction<Integer, Integer, Integer> sum = Integer::sum;
    IntUnaryOperator negated = x -> -x;
    return List.of(
        that("Function.identity", Function::identity, f -> f.apply("x").equals("x")),
        that("UnaryOperator.identity", UnaryOperator::identity, f -> f.apply("x").equals("x")),
        that("Function.andThen", () -> plus.andThen(times), f -> f.apply(1) == 4),
        that("Function.compose", () -> plus.compose(times), f -> f.apply(1) == 3),
        that("BiFunction.andThen", () -> sum.andThen(times), f -> f.apply(1, 2) == 6),
        that(
            "IntUnaryOperator.andThen",
            () -> negated.andThen(x -> x + 1),
            f -> f.applyAsInt(1) == 0),
        that("Predicate.not", () -> Predicate.not(empty), f -> f.test("x")),
        that("Predicate.and", () -> empty.negate().and(s -> s.length() < 3), f -> f.test("x")),
        that("Predicate.isEqual", () -> Predicate.isEqual("a"), f -> f.test("a")),
        that(
            "BinaryOperator.minBy",
            () -> BinaryOperator.minBy(Comparator.<Integer>naturalOrder()),
            f -> f.apply(2, 1) == 1),
        that("Pattern.asPredicate", () -> Pattern.compile("a+").asPredicate(), f -> f.test("baa")),
        that(
            "TemporalAdjusters",
            TemporalAdjusters::firstDayOfMonth,
            a -> LocalDate.of(2025, 5, 5).with(a).getDayOfMonth() == 1),
        that(
            "Executors.callable",
            () -> Executors.callable(() -> {}, "done"),
            c -> PlainLambdaSamples.call(c).equals("done")));
  }

  private static List<Sample> collectors() {
    return List.of(
        collector("toList", () -> Collectors.toList(), "[a, bb, cc]"),
        collector("toUnmodifiableList", () -> Collectors.toUnmodifiableList(), "[a, bb, cc]"),
        collector("joining", () -> Collectors.joining("-", "<", ">"), "<a-bb-cc>"),
        collector("counting", () -> Collectors.counting(), "3"),
        collector(
            "groupingBy",
            () ->
                Collectors.groupingBy(
                    (String s) -> s.length(), TreeMap::new, Collectors.counting()),
            "{1=1, 2=2}"),
        collector(
            "partitioningBy",
            () -> Collectors.partitioningBy((String s) -> s.length() > 1),
            "{false=[a], true=[bb, cc]}"),
        collector("summingInt", () -> Collectors.summingInt((String s) -> s.length()), "5"),
        collector("averagingInt", () -> Collectors.averagingInt(s -> 2), "2.0"),
        collector("reducing", () -> Collectors.reducing("", (x, y) -> x + y), "abbcc"),
        collector(
            "collectingAndThen",
            () -> Collectors.collectingAndThen(Collectors.toList(), List::size),
            "3"),
        collector(
            "mapping",
            () -> Collectors.mapping((String s) -> s + s.length(), Collectors.toList()),
            "[a1, bb2, cc2]"),
        collector(
            "teeing",
            () -> Collectors.teeing(Collectors.counting(), Collectors.joining(), (n, s) -> n + s),
            "3abbcc"),
        collector(
            "toMap",
            () -> Collectors.toMap((String s) -> s, String::length, (x, y) -> x, TreeMap::new),
            "{a=1, bb=2, cc=2}"),
        collector(
            "Collector.of",
            () -> Collector.of(StringBuilder::new, StringBuilder::append, StringBuilder::append),
            "abbcc"));
  }

  private static Sample collector(
      String name,
      java.util.function.Supplier<Collector<? super String, ?, ?>> make,
      String expected) {
    return that(
        "collector " + name,
        make,
        c ->
            String.valueOf(Stream.of("a", "bb", "cc").collect(c)).equals(expected)
                && c.characteristics().equals(make.get().characteristics()));
  }
}
