package io.procpool.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.benchmarks.Figure;
import io.procpool.benchmarks.cases.CostCases;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How growth and break-even are read from figures. */
class GrowthTest {

  @Test
  void costIsFlatFromTheSizeAfterTheLastThatDiffers() {
    assertEquals(100, Growth.flatFrom(points(5, 1.0, 1.2)));
    assertEquals(10, Growth.flatFrom(points(1.4, 1.0, 1.2)));
    assertEquals(1000, Growth.flatFrom(points(1, 2, 4)));
  }

  @Test
  void everyGrowthHasCases() {
    for (Growth growth : Growths.ALL) {
      long cases =
          CostCases.names().stream().filter(name -> growth.cases().matcher(name).matches()).count();
      assertTrue(cases >= 3, () -> growth.title() + " has " + cases);
    }
  }

  @Test
  void reportShowsTheCostAtEachSizeAndWhetherItIsFlat() {
    Results results =
        Results.of(
            List.of(
                figure("map-of-1000", 4), figure("map-of-10000", 1), figure("map-of-100000", 1)));
    String text = new GrowthReport(results).text();
    assertTrue(text.contains("| 1,000 | 4 | 4 x |"), text);
    assertTrue(text.contains("Flat (within 1.5 x) from 10,000 on."), text);
    assertFalse(text.contains("### Workers"), text);
  }

  @Test
  void breakEvenLiesBetweenTheSizesAroundIt() {
    List<BreakEven.Point> points =
        List.of(new BreakEven.Point(1, 0.5), new BreakEven.Point(100, 1.5));
    assertEquals(10, BreakEven.where(points, 1).orElseThrow(), 1e-9);
    assertEquals(Optional.of(1.0), BreakEven.where(points, 0.4));
    assertEquals(Optional.empty(), BreakEven.where(points, 2));
    List<BreakEven.Point> worseAgain =
        List.of(new BreakEven.Point(1, 2), new BreakEven.Point(100, 0.5));
    assertEquals(Optional.empty(), BreakEven.where(worseAgain, 1));
  }

  private static List<Growth.Point> points(double first, double second, double third) {
    return List.of(
        new Growth.Point(10, first), new Growth.Point(100, second), new Growth.Point(1000, third));
  }

  private static Figure figure(String caseName, double value) {
    return new Figure("procpool", caseName, value, "us", false, 0);
  }
}
