package io.procpool.benchmarks.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.procpool.benchmarks.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures one case on one system in this JVM, and prints its {@link Figure} as a line of JSON. */
public final class CaseMain {

  private static final int MIN_REPEATS = 3;

  private CaseMain() {}

  /**
   * Runs the program; exits with 1 and a stack trace if the case fails.
   *
   * @param args system, case, milliseconds to warm up, milliseconds to measure
   */
  public static void main(String[] args) {
    try {
      measure(args[0], args[1], Long.parseLong(args[2]), Long.parseLong(args[3]));
    } catch (Exception failure) {
      failure.printStackTrace();
      System.exit(1);
    }
    System.exit(0); // a peer's threads would keep the JVM alive
  }

  private static void measure(String system, String name, long warmMillis, long measureMillis)
      throws Exception {
    try (Case subject = Cases.open(system, name)) {
      double value;
      if (subject.isWarm()) {
        repeat(subject, warmMillis, 1);
        value = median(repeat(subject, measureMillis, MIN_REPEATS));
      } else {
        value = subject.once();
      }
      print(
          new Figure(
              system, name, value, subject.unit().symbol(), subject.unit().higherIsBetter()));
    }
  }

  private static List<Double> repeat(Case subject, long millis, int atLeast) throws Exception {
    List<Double> values = new ArrayList<>();
    long end = System.nanoTime() + millis * 1_000_000;
    while (values.size() < atLeast || System.nanoTime() - end < 0) {
      values.add(subject.once());
    }
    return values;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  private static void print(Figure figure) throws JsonProcessingException {
    System.out.println(new ObjectMapper().writeValueAsString(figure));
  }
}
