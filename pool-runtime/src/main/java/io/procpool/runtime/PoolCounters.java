package io.procpool.runtime;

import io.procpool.PoolStatistics;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.call.OutcomeFrame;
import io.procpool.runtime.dispatch.BatchSink;
import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.Limits;
import io.procpool.runtime.dispatch.Outcomes;
import io.procpool.runtime.dispatch.PoolState;
import io.procpool.runtime.dispatch.Range;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a pool counts. Written by its dispatcher and readers, read by any thread at any time; values
 * of one snapshot may be a few events apart.
 */
final class PoolCounters {

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder runNanos = new LongAdder();
  private final LongAdder waitNanos = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final LongAdder starts = new LongAdder();
  private final Map<ExitReason, LongAdder> exits = new EnumMap<>(ExitReason.class);

  private volatile Gauges gauges = new Gauges(0, 0, 0);

  private record Gauges(int workers, int active, long queued) {}

  PoolCounters() {
    for (ExitReason reason : ExitReason.values()) {
      exits.put(reason, new LongAdder());
    }
  }

  /** Counts what goes to {@code sink}, whose batch begins now. */
  BatchSink counting(BatchSink sink) {
    return new CountingSink(sink, System.nanoTime());
  }

  void retried() {
    retries.increment();
  }

  void started() {
    starts.increment();
  }

  void exited(ExitReason reason) {
    LongAdder adder = exits.get(reason);
    if (adder != null) {
      adder.increment();
    }
  }

  void transferred(long sent, long received) {
    bytesSent.add(sent);
    bytesReceived.add(received);
  }

  /** Takes the state's gauges over, at the end of a turn. */
  void observe(PoolState state) {
    Gauges before = gauges;
    int workers = state.workerCount();
    int active = state.busyWorkers();
    long queued = state.queuedItems();
    if (before.workers != workers || before.active != active || before.queued != queued) {
      gauges = new Gauges(workers, active, queued);
    }
  }

  long queued() {
    return gauges.queued;
  }

  PoolStatistics snapshot(Limits limits, long queueRemaining) {
    Gauges now = gauges;
    Map<ExitReason, Long> exitCounts = new EnumMap<>(ExitReason.class);
    exits.forEach((reason, adder) -> exitCounts.put(reason, adder.sum()));
    return new PoolStatistics(
        now.workers,
        now.active,
        limits.minWorkers(),
        limits.workers(),
        now.queued,
        queueRemaining,
        succeeded.sum(),
        failed.sum(),
        cancelled.sum(),
        timedOut.sum(),
        lost.sum(),
        retries.sum(),
        runNanos.sum(),
        waitNanos.sum(),
        bytesSent.sum(),
        bytesReceived.sum(),
        starts.sum(),
        exitCounts);
  }

  private final class CountingSink implements BatchSink {

    private final BatchSink sink;
    private final long begun;

    CountingSink(BatchSink sink, long begun) {
      this.sink = sink;
      this.begun = begun;
    }

    @Override
    public void delivered(long index, int count, Outcomes outcomes, int at) {
      OutcomeFrame frame = (OutcomeFrame) outcomes;
      int failures = frame.failures(at, count);
      succeeded.add(count - failures);
      failed.add(failures);
      long run = frame.runNanos(at, count);
      runNanos.add(run);
      waitNanos.add(Math.max(0, count * (System.nanoTime() - begun) - run));
      sink.delivered(index, count, outcomes, at);
    }

    @Override
    public void failed(Range range, Failure failure) {
      LongAdder adder =
          switch (failure) {
            case Failure.Cancelled() -> cancelled;
            case Failure.TimedOut _ -> timedOut;
            case Failure.WorkerDied _ -> lost;
            case Failure.PoolBroken _ -> failed;
          };
      adder.add(range.size());
      sink.failed(range, failure);
    }
  }
}
