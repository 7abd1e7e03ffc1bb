package io.procpool.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.benchmarks.Figure;
import io.procpool.benchmarks.report.Goal.Times;
import io.procpool.benchmarks.report.Goal.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The report's arithmetic. */
class ResultsTest {

  private static final Results RESULTS =
      Results.of(
          List.of(
              time("procpool", "round-trip", 12),
              time("cpython-3.11", "round-trip", 40),
              time("procpool", "round-trip", 8),
              time("limit", "socketpair", 4),
              rate("procpool", "map", 300),
              rate("cpython-3.11", "map", 100)));

  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertEquals(new Spread(1, 2, 9, 3), Spread.of(List.of(9.0, 1.0, 2.0)));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertEquals(new Spread(1, 3, 9, 4), Spread.of(List.of(9.0, 1.0, 2.0, 4.0)));
  }

  @Test
  void noValuesHaveNoSpread() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }

  @Test
  void figuresOfOneSystemAndCaseAreOneSeries() {
    assertEquals(
        new Spread(8, 10, 12, 2), RESULTS.find("round-trip", "procpool").orElseThrow().spread());
  }

  @Test
  void shorterTimeIsBetter() {
    assertEquals(4, timesBetter("round-trip"));
  }

  @Test
  void higherRateIsBetter() {
    assertEquals(3, timesBetter("map"));
  }

  @Test
  void goalAgainstPeerIsReachedByTheRatio() {
    assertEquals(Optional.of(true), new Times("map", "cpython", 3).isReached(RESULTS));
    assertEquals(Optional.of(false), new Times("map", "cpython", 4).isReached(RESULTS));
    assertEquals(Optional.of(0.75), new Times("map", "cpython", 4).reached(RESULTS));
  }

  @Test
  void goalWithinALimitMayBeWorseByItsFactor() {
    var withinThree = new Times("round-trip", "limit", "socketpair", 1 / 3.0);
    var withinTwo = new Times("round-trip", "limit", "socketpair", 1 / 2.0);
    assertEquals(Optional.of(true), withinThree.isReached(RESULTS));
    assertEquals(Optional.of(false), withinTwo.isReached(RESULTS));
    assertEquals("within 3 x limit's socketpair", withinThree.text());
  }

  @Test
  void goalOfAValueKnowsWhichWayIsBetter() {
    assertEquals(Optional.of(true), new Value("round-trip", 10, "us").isReached(RESULTS));
    assertEquals(Optional.of(false), new Value("round-trip", 9, "us").isReached(RESULTS));
    assertEquals(Optional.of(false), new Value("map", 301, "tasks/s").isReached(RESULTS));
  }

  @Test
  void goalWithoutItsPeerIsNotMeasured() {
    assertEquals(Optional.empty(), new Times("map", "pp4j", 1).isReached(RESULTS));
  }

  @Test
  void numbersHaveThreeDigits() {
    assertEquals("0.971", Numbers.show(0.97123));
    assertEquals("12.3", Numbers.show(12.34));
    assertEquals("1,230,000", Numbers.show(1_234_567));
  }

  private static double timesBetter(String caseName) {
    return RESULTS
        .find(caseName, "procpool")
        .orElseThrow()
        .timesBetterThan(RESULTS.find(caseName, "cpython").orElseThrow());
  }

  private static Figure time(String system, String caseName, double value) {
    return new Figure(system, caseName, value, "us", false, 0);
  }

  private static Figure rate(String system, String caseName, double value) {
    return new Figure(system, caseName, value, "tasks/s", true, 0);
  }
}
