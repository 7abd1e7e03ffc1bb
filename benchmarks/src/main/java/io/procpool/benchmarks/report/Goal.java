package io.procpool.benchmarks.report;

import io.procpool.benchmarks.cases.Cases;
import java.util.Optional;

/** What procpool is to reach in a case. */
public sealed interface Goal {

  /** The case. */
  String caseName();

  /** In words. */
  String text();

  /** Whether it is reached; empty where what it needs was not measured. */
  default Optional<Boolean> isReached(Results results) {
    return reached(results).map(reached -> reached >= 1);
  }

  /** How far it is reached: 1 is just reached, 2 is twice as good; empty as {@link #isReached}. */
  Optional<Double> reached(Results results);

  /**
   * So many times better than a peer in a case with the same unit; less than 1 is worse.
   *
   * @param peer the beginning of the system's name
   */
  record Times(String caseName, String peer, String peerCase, double factor) implements Goal {

    /** In the same case. */
    Times(String caseName, String peer, double factor) {
      this(caseName, peer, caseName, factor);
    }

    @Override
    public String text() {
      String of = peer + (peerCase.equals(caseName) ? "" : "'s " + peerCase);
      return factor >= 1
          ? Numbers.show(factor) + " x " + of
          : "within " + Numbers.show(1 / factor) + " x " + of;
    }

    @Override
    public Optional<Double> reached(Results results) {
      return results
          .find(caseName, Cases.PROCPOOL)
          .flatMap(ours ->
              results.find(peerCase, peer).map(theirs -> ours.timesBetterThan(theirs) / factor));
    }
  }

  /** A value as good as this, in the case's own unit. */
  record Value(String caseName, double value, String unit) implements Goal {

    @Override
    public String text() {
      return Numbers.show(value) + " " + unit;
    }

    @Override
    public Optional<Double> reached(Results results) {
      return results
          .find(caseName, Cases.PROCPOOL)
          .map(ours ->
              ours.higherIsBetter()
                  ? ours.spread().median() / value
                  : value / ours.spread().median());
    }
  }
}
