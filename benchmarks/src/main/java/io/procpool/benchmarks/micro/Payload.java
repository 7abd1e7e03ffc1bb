package io.procpool.benchmarks.micro;

import io.procpool.Task;
import java.io.Serializable;
import java.util.stream.IntStream;

/** What is pickled. */
public enum Payload {
  INTEGER(12_345),
  STRING("a line of text, as long as many are"),
  RECORD(Point.at(7)),
  RECORDS_100(IntStream.range(0, 100).mapToObj(Point::at).toList()),
  LAMBDA((Task<Integer>) () -> 42),
  CAPTURING_LAMBDA(answer(42));

  /** A record of three fields. */
  private record Point(int x, double y, String name) implements Serializable {
    static Point at(int x) {
      return new Point(x, x / 2.0, "point " + x);
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
  private final Object value;

  Payload(Object value) {
    this.value = value;
  }

  private static Task<Integer> answer(int captured) {
    return () -> captured;
  }

  Object value() {
    return value;
  }

  /** Refuses figures for a value that did not arrive. */
  void check(Object found) throws Exception {
    Object expected = value instanceof Task<?> task ? task.call() : value;
    Object result = found instanceof Task<?> task ? task.call() : found;
    if (!expected.equals(result)) {
      throw new IllegalStateException("wrong result: expected=" + expected + " found=" + result);
    }
  }
}
