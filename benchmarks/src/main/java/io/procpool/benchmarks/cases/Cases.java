package io.procpool.benchmarks.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** All cases, in the order in which they run, and which system takes part in which. */
public final class Cases {

  /** procpool itself. */
  public static final String PROCPOOL = "procpool";

  /** The other systems that run in a JVM. */
  public static final List<String> JVM_PEERS = List.of("pp4j", "threads", "forkjoin", "serial");

  private static final int STEPS_OF_1_US = 400;

  private static final Map<String, Map<String, Supplier<Case>>> CASES = new LinkedHashMap<>();

  static {
    addTasks();
    addStarts();
    addShared();
  }

  private Cases() {}

  /** The names of all cases. */
  public static Set<String> names() {
    return CASES.keySet();
  }

  /** Whether this system takes part in this case. */
  public static boolean has(String system, String name) {
    return CASES.getOrDefault(name, Map.of()).containsKey(system)
        || (system.equals(PROCPOOL) && CostCases.names().contains(name));
  }

  static Case open(String system, String name) {
    Supplier<Case> supplier =
        system.equals(PROCPOOL) && CostCases.names().contains(name)
            ? CostCases.get(name)
            : CASES.getOrDefault(name, Map.of()).get(system);
    if (supplier == null) {
      throw new IllegalArgumentException("no such case: system=" + system + " case=" + name);
    }
    return supplier.get();
  }

  private static void addTasks() {
    everywhere("apply-round-trip", RoundTrip::new);
    many("map-chunk-1", 200_000, (subject, inputs) -> subject.mapSingly(Work::identity, inputs));
    procpool("imap-unordered", Unordered::new);
    many("map-default-chunk", 1_000_000, (subject, inputs) -> subject.map(Work::identity, inputs));
    many("executor-map", 200_000, (subject, inputs) -> subject.mapLazily(Work::identity, inputs));
    many(
        "executor-submit", 100_000, (subject, inputs) -> subject.submitAll(Work::identity, inputs));
    processes("echo-512B", subject -> new Echo(subject, 512));
    processes("echo-1MiB", subject -> new Echo(subject, 1 << 20));
    procpool("echo-64MiB", () -> new Echo(new PoolSubject(), 64 << 20));
    for (int micros : new int[] {10, 100, 1000, 10_000}) {
      everywhere("efficiency-" + micros + "us", subject -> new Efficiency(subject, micros));
    }
    for (int micros : new int[] {1, 10, 100, 1000}) {
      int tasks = Math.min(50_000, 500_000 / micros);
      everywhere(
          "cpu-bound-" + micros + "us",
          subject -> new CpuBound(subject, micros * STEPS_OF_1_US, tasks));
    }
  }

  private static void addStarts() {
    CASES.put(
        "start-spawn",
        Map.of(
            PROCPOOL,
            () -> new Start(PoolSubject::new, true),
            "pp4j",
            () -> new Start(ExecutorSubject::pp4j, true)));
    procpool("start-spawn-cold", () -> new Start(PoolSubject::new, false));
    procpool("replace-killed", ReplaceKilled::new);
  }

  private static void addShared() {
    procpool("queue-512B", () -> new QueueTransfer(1, 1));
    procpool("queue-512B-4x4", () -> new QueueTransfer(4, 4));
    procpool("lock-uncontended", LockAlone::new);
    procpool("lock-contended-2", LockContended::new);
    procpool("pipe-round-trip", PipeRoundTrip::new);
    for (int callers : new int[] {1, 8}) {
      String by = callers == 1 ? "" : "-" + callers;
      procpool("manager-dict-put" + by, () -> new ManagerCalls(callers, ManagerCalls::put));
      procpool("manager-queue" + by, () -> new ManagerCalls(callers, ManagerCalls::queue));
      procpool("manager-lock" + by, () -> new ManagerCalls(callers, ManagerCalls::lock));
    }
  }

  private static void many(String name, int tasks, ManyTasks.Way way) {
    CASES.put(
        name,
        Map.of(
            PROCPOOL,
            () -> new ManyTasks(new PoolSubject(), way, tasks),
            "pp4j",
            () -> new ManyTasks(ExecutorSubject.pp4j(), way, Math.min(tasks, 5_000)),
            "threads",
            () -> new ManyTasks(ExecutorSubject.threads(), way, tasks),
            "forkjoin",
            () -> new ManyTasks(ExecutorSubject.forkJoin(), way, tasks)));
  }

  private static void procpool(String name, Supplier<Case> supplier) {
    CASES.put(name, Map.of(PROCPOOL, supplier));
  }

  private static void processes(String name, CaseOfSubject make) {
    CASES.put(
        name,
        Map.of(
            PROCPOOL,
            () -> make.of(new PoolSubject()),
            "pp4j",
            () -> make.of(ExecutorSubject.pp4j())));
  }

  private static void everywhere(String name, CaseOfSubject make) {
    CASES.put(
        name,
        Map.of(
            PROCPOOL,
            () -> make.of(new PoolSubject()),
            "pp4j",
            () -> make.of(ExecutorSubject.pp4j()),
            "threads",
            () -> make.of(ExecutorSubject.threads()),
            "forkjoin",
            () -> make.of(ExecutorSubject.forkJoin()),
            "serial",
            () -> make.of(new SerialSubject())));
  }

  /** Makes a case of a pool. */
  @FunctionalInterface
  private interface CaseOfSubject {
    Case of(Subject subject);
  }
}
