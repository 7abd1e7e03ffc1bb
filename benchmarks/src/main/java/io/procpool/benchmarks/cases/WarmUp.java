package io.procpool.benchmarks.cases;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a case until it is warm: this JVM's compiler has come to rest and the figure improves no
 * more. Workers run the same code as often, so theirs rests about when this one's does.
 */
final class WarmUp {

  private static final long WINDOW_MILLIS = 250;
  private static final int QUIET_WINDOWS = 2;

  /** The share of a window that the compiler may take in a warm JVM. */
  private static final double REST = 0.05;

  private static final double IMPROVEMENT = 1.05;

  private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
  private final Case subject;
  private double best = Double.NaN;

  WarmUp(Case subject) {
    this.subject = subject;
  }

  /**
   * Repeats the case at least once, and until it is warm or the time is up.
   *
   * @param maxMillis for no more JVMs than there are CPUs; more have more time, as all compile
   * @return how long that took
   */
  long run(long maxMillis) throws Exception {
    long begin = System.nanoTime();
    int share = Math.max(1, subject.jvms() / Runtime.getRuntime().availableProcessors());
    int quiet = 0;
    long elapsed;
    do {
      quiet = isQuietWindow() ? quiet + 1 : 0;
      elapsed = (System.nanoTime() - begin) / 1_000_000;
    } while (quiet < QUIET_WINDOWS * share && elapsed < maxMillis * share);
    return elapsed;
  }

  private boolean isQuietWindow() throws Exception {
    long compiledBefore = compiledMillis();
    long begin = System.nanoTime();
    List<Double> values = new ArrayList<>();
    do {
      values.add(subject.warm());
    } while (System.nanoTime() - begin < WINDOW_MILLIS * 1_000_000);
    double windowMillis = (System.nanoTime() - begin) / 1e6;
    boolean rests = compiledMillis() - compiledBefore < REST * windowMillis;
    return !improves(CaseMain.median(values)) && rests;
  }

  private boolean improves(double value) {
    boolean higherIsBetter = subject.unit().higherIsBetter();
    double times = higherIsBetter ? value / best : best / value;
    if (Double.isNaN(best) || times > 1) {
      best = value;
    }
    return Double.isNaN(times) || times > IMPROVEMENT;
  }

  private long compiledMillis() {
    return compiler == null ? 0 : compiler.getTotalCompilationTime();
  }
}
