package io.procpool.benchmarks;

import io.procpool.benchmarks.cases.Cases;
import io.procpool.benchmarks.cases.CostCases;
import io.procpool.benchmarks.peers.Contestant;
import io.procpool.benchmarks.peers.LimitContestant;
import io.procpool.benchmarks.peers.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which run comes when: in every round all cases; of a case, those systems that take turns in it.
 *
 * @param wanted the cases to run; empty: all of the mode
 */
record Schedule(List<Contestant> contestants, Set<String> wanted, boolean canPin, Mode mode) {

  /** The cases that are also measured with all processes on one CPU. */
  private static final Set<String> PINNED =
      Set.of(
          "apply-round-trip", "pipe-round-trip", "socketpair-round-trip-64B", "manager-dict-put");

  /** What {@code quick} does not measure unless it is asked for by name: it would take too long. */
  private static final Set<String> NOT_QUICK =
      Set.of(
          "executor-submit",
          "efficiency-10us",
          "efficiency-10000us",
          "cpu-bound-1us",
          "cpu-bound-10us",
          "cpu-bound-100us",
          "manager-dict-put" + Run.PINNED,
          "manager-queue",
          "manager-lock",
          "manager-queue-8",
          "manager-lock-8");

  /** Where {@code quick} has other systems in a JVM than procpool. */
  private static final Set<String> QUICK_WITH_THREADS = Set.of("cpu-bound-1000us");

  /** Those of the wanted cases that are none. */
  List<String> unknown() {
    return wanted.stream().filter(name -> !allNames().contains(name)).sorted().toList();
  }

  /** One round: a list for each case. */
  List<List<Run>> round() {
    List<List<Run>> round = new ArrayList<>();
    for (String name : allNames()) {
      if (isWanted(name, name)) {
        round.add(rivals(name, false));
      }
      if (canPin && PINNED.contains(name) && isWanted(name, name + Run.PINNED)) {
        round.add(rivals(name, true));
      }
    }
    round.removeIf(List::isEmpty);
    return round;
  }

  private boolean isWanted(String name, String figureName) {
    if (wanted.isEmpty()) {
      return mode != Mode.QUICK || !NOT_QUICK.contains(figureName);
    }
    return wanted.contains(name);
  }

  private List<String> allNames() {
    if (mode == Mode.COSTS) {
      return List.copyOf(CostCases.names());
    }
    List<String> names = new ArrayList<>(LimitContestant.CASES);
    names.addAll(Cases.names());
    return names;
  }

  private List<Run> rivals(String name, boolean pinned) {
    return contestants.stream()
        .filter(each -> each.has(name) && takesPart(each, name))
        .map(each -> new Run(each, name, pinned))
        .toList();
  }

  private boolean takesPart(Contestant contestant, String name) {
    return mode != Mode.QUICK
        || !Cases.JVM_PEERS.contains(contestant.name())
        || (contestant.name().equals("threads") && QUICK_WITH_THREADS.contains(name));
  }
}
