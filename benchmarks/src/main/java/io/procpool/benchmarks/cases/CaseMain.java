package io.procpool.benchmarks.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.procpool.benchmarks.Figure;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures one case on one system in this JVM. A warm case prints {@value #READY} when it is warm,
 * then a {@link Figure} as a line of JSON for every line it reads, until there is none; a cold one
 * prints its figure at once.
 */
public final class CaseMain {

  /** What is printed when turns may begin. */
  public static final String READY = "ready";

  private CaseMain() {}

  /**
   * Runs the program; exits with 1 and a stack trace if the case fails.
   *
   * @param args system, case, milliseconds to warm up at most, milliseconds to measure in a turn
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

  private static void measure(String system, String name, long maxWarmMillis, long measureMillis)
      throws Exception {
    try (Case subject = Cases.open(system, name)) {
      if (!subject.isWarm()) {
        print(figure(system, name, subject, subject.once(), 0));
        return;
      }
      long warmMillis = new WarmUp(subject).run(maxWarmMillis);
      System.out.println(READY);
      var turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (turns.readLine() != null) {
        double value = median(repeat(subject, measureMillis));
        print(figure(system, name, subject, value, warmMillis));
      }
    }
  }

  private static List<Double> repeat(Case subject, long millis) throws Exception {
    List<Double> values = new ArrayList<>();
    long end = System.nanoTime() + millis * 1_000_000;
    do {
      values.add(subject.once());
    } while (System.nanoTime() - end < 0);
    return values;
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  private static Figure figure(
      String system, String name, Case subject, double value, long warmMillis) {
    Unit unit = subject.unit();
    return new Figure(system, name, value, unit.symbol(), unit.higherIsBetter(), warmMillis);
  }

  private static void print(Figure figure) throws JsonProcessingException {
    System.out.println(new ObjectMapper().writeValueAsString(figure));
  }
}
