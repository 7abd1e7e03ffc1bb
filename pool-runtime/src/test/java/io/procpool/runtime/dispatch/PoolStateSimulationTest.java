package io.procpool.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The policy among random callers and workers that die, hang, freeze and babble, on virtual time.
 * What must hold is in {@link Referee}.
 *
 * <p>{@code -Dprocpool.seed=N} runs that seed alone and prints what happens; {@code
 * -Dprocpool.seeds=N} sets how many run.
 */
class PoolStateSimulationTest {

  private static final int SEEDS = Integer.getInteger("procpool.seeds", 10_000);

  @Test
  void policyKeepsItsRulesWhateverHappens() {
    Long only = Long.getLong("procpool.seed");
    if (only != null) {
      new Simulation(only, System.out::println).run();
      return;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
  }

  @Test
  void sameSeedGivesTheSameRun() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    new Simulation(7, first::add).run();
    new Simulation(7, second::add).run();
    assertEquals(first.size(), second.size());
  }

  private static void run(long seed) {
    try {
      new Simulation(seed, null).run();
    } catch (Throwable failed) {
      throw new AssertionError(
          "seed %d: %s; repeat with -Dprocpool.seed=%d".formatted(seed, failed.getMessage(), seed),
          failed);
    }
  }
}
