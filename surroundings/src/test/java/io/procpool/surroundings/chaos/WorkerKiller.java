package io.procpool.surroundings.chaos;

import io.procpool.Pool;
import io.procpool.WorkerInfo;
import java.util.List;
import java.util.Random;

/**
 * Kills, crashes or stops a busy worker every second or two, and resizes the pool. Workers that
 * start are spared: a pool whose workers cannot start fails its calls, as it should.
 */
final class WorkerKiller {

  private static final List<String> SIGNALS = List.of("KILL", "SEGV", "STOP", "TERM");

  private final List<Pool> pools;
  private final Ledger ledger;
  private final Random random;

  WorkerKiller(List<Pool> pools, Ledger ledger, Random random) {
    this.pools = pools;
    this.ledger = ledger;
    this.random = random;
  }

  Void run() throws Exception {
    while (ledger.goesOn()) {
      Thread.sleep(500 + random.nextInt(2000));
      Pool pool = pools.get(random.nextInt(pools.size()));
      List<WorkerInfo> workers =
          pool.workers().stream()
              .filter(worker -> worker.state() == WorkerInfo.State.BUSY)
              .toList();
      if (random.nextInt(8) == 0) {
        pool.resize(1 + random.nextInt(3));
        ledger.count("resizes");
      } else if (!workers.isEmpty()) {
        strike(workers.get(random.nextInt(workers.size())).pid());
      }
    }
    return null;
  }

  private void strike(long pid) throws Exception {
    String signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
    signal(signal, pid);
    if (signal.equals("STOP")) {
      Thread.sleep(random.nextInt(500));
      signal("CONT", pid);
    }
    ledger.count("signals " + signal);
  }

  static void signal(String name, long pid) throws Exception {
    // A process that has ended meanwhile is no fault: kill(1) says so by its exit code.
    new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
