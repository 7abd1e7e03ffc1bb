package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningClockTest {

  private long nanos = -7 * SECOND; // as System.nanoTime may be
  private final RunningClock clock = new RunningClock(() -> nanos);

  @Test
  void allTimeCountsWhileTheProcessRuns() {
    for (int look = 1; look <= 10; look++) {
      nanos += clock.slice(SECOND) + RunningClock.LATE_NANOS;
    }
    assertEquals(10 * (SECOND / 8 + RunningClock.LATE_NANOS), clock.now());
  }

  @Test
  void theTimeOfAStopAndAMomentAfterItDoNotCount() {
    nanos += SECOND;
    long _ = clock.slice(SECOND);
    nanos += 20 * SECOND;
    assertEquals(SECOND - RunningClock.LATE_NANOS, clock.now());
    nanos += RunningClock.LATE_NANOS;
    assertEquals(SECOND, clock.now());
  }

  @Test
  void aStopIsNoticedOnce() {
    long _ = clock.slice(SECOND);
    nanos += 20 * SECOND;
    long _ = clock.now();
    nanos += RunningClock.LATE_NANOS;
    assertEquals(0, clock.now());
    long _ = clock.slice(SECOND);
    nanos += SECOND / 8;
    assertEquals(SECOND / 8, clock.now());
  }

  @Test
  void allTimeCountsWhileNobodySaysWhenHeWillLook() {
    long _ = clock.slice(SECOND);
    nanos += MILLI;
    long _ = clock.slice(Long.MAX_VALUE);
    nanos += 20 * SECOND;
    assertEquals(20 * SECOND + MILLI, clock.now());
  }

  @Test
  void slicesAreShortOnlyWhenLittleIsLeft() {
    List<Long> slices = new ArrayList<>();
    long rest;
    while ((rest = 3600 * SECOND - clock.now()) > 0) {
      slices.add(clock.slice(rest));
      nanos += slices.getLast();
    }
    assertEquals(450 * SECOND, slices.getFirst());
    assertTrue(slices.size() < 100, slices.toString());
  }

  @Test
  void whoWaitsHasItsTimeThoughTheProcessWasStopped() throws InterruptedException {
    List<Long> waits = new ArrayList<>();
    boolean came =
        clock.await(
            SECOND,
            slice -> {
              waits.add(slice);
              nanos += waits.size() == 2 ? 20 * SECOND : slice;
              return waits.size() == 3;
            });
    assertTrue(came, "after " + waits);
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() throws InterruptedException {
    assertFalse(clock.await(SECOND, this::passes));
    assertEquals(SECOND, clock.now());
  }

  private boolean passes(long slice) {
    nanos += slice;
    return false;
  }

  @Test
  void whoWaitsForNoTimeLooksOnce() throws InterruptedException {
    assertTrue(clock.await(0, slice -> slice == 0));
    assertTrue(clock.await(Long.MIN_VALUE, slice -> slice == 0));
  }

  @Test
  void whoWaitsForEverWaitsAtOneGo() throws InterruptedException {
    assertTrue(clock.await(Long.MAX_VALUE, slice -> slice == Long.MAX_VALUE));
  }
}
