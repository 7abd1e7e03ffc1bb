package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When threads look out for what will soon be there, and when they sleep at once. */
@Timeout(60)
final class LookoutTest {

  private static final long MILLISECOND = 1_000_000;

  @Test
  void aRowOfLooksEndsByItself() {
    Lookout.Look look = new Lookout(50_000).begin();
    while (look.goOn()) {
      // nothing comes
    }
    assertFalse(look.goOn());
  }

  @Test
  void looksInVainAreRefusedAfterAWhileAndTriedAgainNowAndThen() {
    Lookout lookout = new Lookout(50_000);
    assertTrue(lookout.isWorthIt());
    for (int i = 0; i < 1000; i++) {
      lookout.begin().end(false);
    }
    int tries = 0;
    for (int i = 0; i < 1000; i++) {
      tries += lookout.isWorthIt() ? 1 : 0;
    }
    assertTrue(tries > 0 && tries < 50, "tries=" + tries);
  }

  @Test
  void looksThatPayAreAllowedAgain() {
    Lookout lookout = new Lookout(50_000);
    for (int i = 0; i < 1000; i++) {
      lookout.begin().end(false);
    }
    lookout.begin().end(true);
    for (int i = 0; i < 1000; i++) {
      assertTrue(lookout.isWorthIt());
    }
  }

  @Test
  void whereOthersWantTheProcessorsItRestsLongerEachTime() {
    AtomicLong clock = new AtomicLong();
    Lookout lookout = new Lookout(50_000, clock::get);
    for (long rest : new long[] {4, 8, 16}) {
      beAway(lookout, clock);
      for (int i = 0; i < 1000; i++) {
        assertFalse(lookout.isWorthIt());
      }
      clock.addAndGet(rest * MILLISECOND - 1);
      assertFalse(lookout.isWorthIt());
      clock.addAndGet(1);
      assertTrue(lookout.isWorthIt());
    }
  }

  @Test
  void afterLooksThatPayItRestsForAShortTimeOnly() {
    AtomicLong clock = new AtomicLong();
    Lookout lookout = new Lookout(50_000, clock::get);
    for (int i = 0; i < 10; i++) {
      beAway(lookout, clock);
      clock.addAndGet(1000 * MILLISECOND);
      assertTrue(lookout.isWorthIt());
    }
    lookout.begin().end(true);
    beAway(lookout, clock);
    assertFalse(lookout.isWorthIt());
    clock.addAndGet(4 * MILLISECOND);
    assertTrue(lookout.isWorthIt());
  }

  /** Lets others run, and gets the processor back after a millisecond. */
  private static void beAway(Lookout lookout, AtomicLong clock) {
    Lookout.Look look = lookout.begin();
    clock.addAndGet(MILLISECOND);
    assertFalse(look.goOn());
    look.end(true);
  }
}
