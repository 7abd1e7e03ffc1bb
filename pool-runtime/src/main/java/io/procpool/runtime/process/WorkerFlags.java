package io.procpool.runtime.process;

import io.procpool.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** procpool's own options of a worker JVM, which those of every other source override. */
final class WorkerFlags {

  /** The share of memory that all workers' heaps together may take. */
  private static final double HEAPS_PERCENT = 60;

  /** The JVM's own default, not exceeded by a pool of few workers. */
  private static final double MAX_HEAP_PERCENT = 25;

  private WorkerFlags() {}

  static List<String> of(PoolOptions options, int processors) {
    List<String> flags = ofProcess();
    // Without it each worker sizes its threads for the whole machine.
    flags.add("-XX:ActiveProcessorCount=" + Math.max(1, processors / options.workers()));
    flags.addAll(heap(options));
    return flags;
  }

  /** The options of a process that is no worker: its threads and heap are sized as any JVM's. */
  static List<String> ofProcess() {
    List<String> flags = new ArrayList<>();
    flags.add("--enable-native-access=ALL-UNNAMED");
    // Kryo reaches fields by sun.misc.Unsafe, of which the JVM would warn on stderr.
    flags.add("--sun-misc-unsafe-memory-access=allow");
    flags.add("-XX:+UseSerialGC");
    // No mapped file of counters in the temporary directory: faster start, nothing left by a kill.
    flags.add("-XX:-UsePerfData");
    flags.addAll(CrashReport.options());
    return flags;
  }

  // Percentages, because the JVM knows its container's limit. It takes the one called Min for heaps
  // that would be smaller than about 125 MB.
  private static List<String> heap(PoolOptions options) {
    if (options.maxHeapBytes() > 0) {
      return List.of("-Xmx" + options.maxHeapBytes());
    }
    int heaps = options.workers() + options.spareWorkers();
    double percent = Math.min(MAX_HEAP_PERCENT, HEAPS_PERCENT / heaps);
    String share = String.format(Locale.ROOT, "RAMPercentage=%.4f", percent);
    return List.of("-XX:Max" + share, "-XX:Min" + share);
  }
}
