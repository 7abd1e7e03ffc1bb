package io.procpool.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  private final Pace pace = new Pace();

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(0, pace.nanosPerItem());
    assertEquals(1, pace.itemsWorthAFrame());
  }

  @Test
  void firstReportIsTheMean() {
    pace.measured(10, 20 * MICRO);
    assertEquals(2 * MICRO, pace.nanosPerItem());
    assertEquals(5, pace.itemsWorthAFrame());
  }

  @Test
  void slowItemIsWorthAFrame() {
    pace.measured(1, MILLI);
    assertEquals(1, pace.itemsWorthAFrame());
  }

  @Test
  void oneItemThatWaitedForAProcessorIsOneAmongThousands() {
    for (int i = 0; i < 4; i++) {
      pace.measured(10_000, 10_000 * MICRO);
    }
    pace.measured(1, 100 * MILLI);
    assertTrue(pace.nanosPerItem() < 10 * MICRO, "a mean of " + pace.nanosPerItem() + " ns");
  }

  @Test
  void firstColdItemIsSoonForgotten() {
    pace.measured(1, 100 * MILLI);
    int reports = 0;
    while (pace.nanosPerItem() > 2 * MICRO) {
      long chunk = Math.max(1, MILLI / pace.nanosPerItem());
      pace.measured(chunk, chunk * MICRO);
      reports++;
    }
    assertTrue(reports < 24, reports + " reports");
  }

  @Test
  void itemsThatGrowSlowAreNoticedAfterSomeReports() {
    for (int i = 0; i < 4; i++) {
      pace.measured(8_000, 8_000 * MICRO);
    }
    for (int i = 0; i < 24; i++) {
      pace.measured(20, 20 * MILLI);
    }
    assertTrue(pace.nanosPerItem() > MILLI / 2, "a mean of " + pace.nanosPerItem() + " ns");
  }

  @Test
  void reportWithoutALookAtTheClockChangesNothing() {
    pace.measured(1, MILLI);
    pace.measured(1_000, 0);
    assertEquals(MILLI, pace.nanosPerItem());
  }
}
