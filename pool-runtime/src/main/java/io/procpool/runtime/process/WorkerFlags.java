package io.procpool.runtime.process;

import io.procpool.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * procpool's own options of a worker JVM. The user's come after them and win; where a second one of
 * a kind would be an error, ours is left out.
 */
final class WorkerFlags {

  /** The share of memory that all workers' heaps together may take. */
  private static final double HEAPS_PERCENT = 60;

  /** The JVM's own default, not exceeded by a pool of few workers. */
  private static final double MAX_HEAP_PERCENT = 25;

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

  private WorkerFlags() {}

  static List<String> of(PoolOptions options, int processors) {
    List<String> flags = common(options.jvmOptions());
    // Without it each worker sizes its threads for the whole machine.
    flags.add("-XX:ActiveProcessorCount=" + Math.max(1, processors / options.workers()));
    flags.add(heap(options));
    return flags;
  }

  /** The options of a process that is no worker: its threads and heap are sized as any JVM's. */
  static List<String> ofProcess(List<String> userOptions) {
    return common(userOptions);
  }

  private static List<String> common(List<String> userOptions) {
    List<String> flags = new ArrayList<>();
    flags.add("--enable-native-access=ALL-UNNAMED");
    // Kryo reaches fields by sun.misc.Unsafe, of which the JVM would warn on stderr.
    flags.add("--sun-misc-unsafe-memory-access=allow");
    if (userOptions.stream().noneMatch(o -> COLLECTOR.matcher(o).matches())) {
      flags.add("-XX:+UseSerialGC");
    }
    // No mapped file of counters in the temporary directory: faster start, nothing left by a kill.
    flags.add("-XX:-UsePerfData");
    flags.add(CrashReport.option());
    return flags;
  }

  // A percentage, because the JVM knows its container's limit.
  private static String heap(PoolOptions options) {
    if (options.maxHeapBytes() > 0) {
      return "-Xmx" + options.maxHeapBytes();
    }
    int heaps = options.workers() + options.spareWorkers();
    double percent = Math.min(MAX_HEAP_PERCENT, HEAPS_PERCENT / heaps);
    return String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.4f", percent);
  }
}
