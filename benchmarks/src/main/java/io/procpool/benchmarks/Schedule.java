package io.procpool.benchmarks;

import io.procpool.benchmarks.cases.Cases;
import io.procpool.benchmarks.cases.CostCases;
import io.procpool.benchmarks.peers.Contestant;
import io.procpool.benchmarks.peers.LimitContestant;
import io.procpool.benchmarks.peers.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which run comes when: in every round all cases, in every case the systems by turns. */
record Schedule(List<Contestant> contestants, Predicate<String> wanted, boolean canPin, Mode mode) {

  /** The cases that are also measured with all processes on one CPU. */
  private static final Set<String> PINNED =
      Set.of(
          "apply-round-trip", "pipe-round-trip", "socketpair-round-trip-64B", "manager-dict-put");

  /** The runs of one round. */
  List<Run> round() {
    List<Run> runs = new ArrayList<>();
    for (String name : caseNames()) {
      addTurns(runs, name, false);
      if (canPin && PINNED.contains(name)) {
        addTurns(runs, name, true);
      }
    }
    return runs;
  }

  private List<String> caseNames() {
    if (mode == Mode.COSTS) {
      return CostCases.names().stream().filter(wanted).toList();
    }
    List<String> names = new ArrayList<>(LimitContestant.CASES);
    names.addAll(Cases.names());
    names.removeIf(wanted.negate());
    return names;
  }

  private void addTurns(List<Run> runs, String name, boolean pinned) {
    for (Contestant contestant : contestants) {
      if (contestant.has(name)) {
        runs.add(new Run(contestant, name, pinned));
      }
    }
  }
}
