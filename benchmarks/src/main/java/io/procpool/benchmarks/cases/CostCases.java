package io.procpool.benchmarks.cases;

import io.procpool.PoolOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What procpool costs: how it grows with its work, to start, in memory, and by JVM options. */
public final class CostCases {

  private static final String AOT_SWITCH = "procpool.aot";
  private static final String AOT_DIRECTORY = "procpool.aot.directory";

  /** Options of workers that are compared, by a short name. */
  private static final Map<String, String[]> JVM_OPTIONS = new LinkedHashMap<>();

  private static final Map<String, Supplier<Case>> CASES = new LinkedHashMap<>();

  static {
    JVM_OPTIONS.put("default", new String[0]);
    JVM_OPTIONS.put("serial", new String[] {"-XX:+UseSerialGC"});
    JVM_OPTIONS.put("g1", new String[] {"-XX:+UseG1GC"});
    JVM_OPTIONS.put("parallel", new String[] {"-XX:+UseParallelGC"});
    JVM_OPTIONS.put("zgc", new String[] {"-XX:+UseZGC"});
    JVM_OPTIONS.put("compact-headers", new String[] {"-XX:+UseCompactObjectHeaders"});
    JVM_OPTIONS.put("c1-only", new String[] {"-XX:TieredStopAtLevel=1"});
    JVM_OPTIONS.put("heap-64m", new String[] {"-Xmx64m"});
    addGrowth();
    addStarts();
    addMemory();
  }

  private CostCases() {}

  /** The names of all, in the order in which they run. */
  public static Set<String> names() {
    return CASES.keySet();
  }

  /** The sets of options that are compared. */
  public static List<List<String>> jvmOptions() {
    return JVM_OPTIONS.values().stream().map(Arrays::asList).toList();
  }

  static Supplier<Case> get(String name) {
    return CASES.getOrDefault(
        name,
        () -> {
          throw new IllegalArgumentException("no such case: " + name);
        });
  }

  private static void addGrowth() {
    for (int tasks = 1000; tasks <= 10_000_000; tasks *= 10) {
      int count = tasks;
      CASES.put("map-of-" + count, () -> new CostOfTask(Subject.WORKERS, count));
    }
    for (int workers = 1; workers <= 64; workers *= 2) {
      int count = workers;
      CASES.put("map-on-" + count + "-workers", () -> new CostOfTask(count, 300_000));
    }
    for (int power = 0; power <= 28; power += 4) {
      int count = 1 << power;
      CASES.put("echo-of-" + count + "-bytes", () -> new Echo(new PoolSubject(), count));
    }
    for (int tasks = 100_000; tasks <= 10_000_000; tasks *= 10) {
      int count = tasks;
      CASES.put("imap-of-" + count + "-live-heap", () -> new LiveHeap(count));
    }
    for (int pools : new int[] {1, 3, 10}) {
      CASES.put("map-on-" + pools + "-pools", () -> new ManyPools(pools));
    }
  }

  private static void addStarts() {
    for (int workers : new int[] {1, 8, 64, 200}) {
      for (StartMany.Part part : StartMany.Part.values()) {
        CASES.put(startOf(workers, part), () -> new StartMany(workers, part));
      }
    }
    CASES.put("start-program", FirstResult::new);
    CASES.put("start-cold-cached", () -> new Start(PoolSubject::new, false));
    CASES.put(
        "start-cold-no-cache",
        () -> {
          System.setProperty(AOT_SWITCH, "off");
          return new Start(PoolSubject::new, false);
        });
    CASES.put(
        "start-cold-cache-being-built",
        () -> {
          System.setProperty(AOT_DIRECTORY, "aot-" + System.nanoTime());
          return new StartWhileCacheIsMade();
        });
    CASES.put("first-shared-lock", FirstSharedLock::new);
  }

  private static String startOf(int workers, StartMany.Part part) {
    return switch (part) {
      case START -> "start-" + workers + "-workers";
      case CPU -> "start-" + workers + "-workers-cpu";
      case STOP -> "stop-" + workers + "-workers";
    };
  }

  private static void addMemory() {
    for (int workers : new int[] {1, 8, 64}) {
      CASES.put("heap-limits-of-" + workers + "-workers", () -> new HeapLimits(workers));
    }
    PoolOptions one = PoolOptions.defaults().withWorkers(1);
    CASES.put("worker-idle-private", () -> new WorkerMemory(one, "Private_", 0));
    CASES.put("worker-idle-pss", () -> new WorkerMemory(one, "Pss:", 0));
    CASES.put("worker-busy-private", () -> new WorkerMemory(one, "Private_", 1_000_000));
    JVM_OPTIONS.forEach((name, options) -> {
      PoolOptions with =
          PoolOptions.defaults().withWorkers(Subject.WORKERS).withJvmOptions(options);
      CASES.put("jvm-" + name + "-start", () -> new Start(() -> new PoolSubject(with), true));
      CASES.put(
          "jvm-" + name + "-tasks",
          () ->
              new ManyTasks(
                  new PoolSubject(with),
                  (subject, inputs) -> subject.mapSingly(Work::identity, inputs),
                  200_000));
      CASES.put("jvm-" + name + "-allocating", () -> new Allocating(new PoolSubject(with)));
      CASES.put("jvm-" + name + "-private", () -> new WorkerMemory(with, "Private_", 100_000));
    });
  }
}
