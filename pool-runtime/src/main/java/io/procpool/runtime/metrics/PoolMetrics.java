package io.procpool.runtime.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.procpool.Pool;
import io.procpool.PoolStatistics;
import io.procpool.PoolStatistics.ExitReason;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A pool's meters: those of Micrometer's {@code ExecutorServiceMetrics}, with its names, units and
 * {@code name} tag, so that a dashboard for an executor shows a pool; and under {@code procpool.*}
 * what only processes have.
 *
 * <pre>{@code
 * new PoolMetrics(pool).bindTo(registry);
 * }</pre>
 *
 * <p>The meters read {@link Pool#statistics()} when they are asked; nothing is added to the way of
 * a task. They hold the pool weakly, as all function meters do, and say {@code NaN} or their last
 * value once it is gone. Thread-safe.
 */
public final class PoolMetrics implements MeterBinder {

  private final Pool pool;
  private final Tags tags;

  /** Meters tagged with the pool's name. */
  public PoolMetrics(Pool pool) {
    this(pool, Tags.empty());
  }

  /** Meters tagged with the pool's name and these. */
  public PoolMetrics(Pool pool, Iterable<Tag> tags) {
    this.pool = requireNonNull(pool, "pool");
    this.tags = Tags.concat(requireNonNull(tags, "tags"), "name", pool.name());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bindExecutor(registry);
    bindOutcomes(registry);
    bindWorkers(registry);
    bindBytes(registry);
  }

  private void bindExecutor(MeterRegistry registry) {
    gauge(
        registry,
        "executor.active",
        BaseUnits.THREADS,
        "Workers that have a task",
        PoolStatistics::activeWorkers);
    gauge(
        registry,
        "executor.pool.size",
        BaseUnits.THREADS,
        "Workers alive or starting",
        PoolStatistics::workers);
    gauge(
        registry,
        "executor.pool.core",
        BaseUnits.THREADS,
        "Workers an idle pool keeps",
        PoolStatistics::minWorkers);
    gauge(
        registry,
        "executor.pool.max",
        BaseUnits.THREADS,
        "Workers it may have",
        PoolStatistics::maxWorkers);
    gauge(
        registry,
        "executor.queued",
        BaseUnits.TASKS,
        "Tasks that have not started",
        PoolStatistics::queuedTasks);
    gauge(
        registry,
        "executor.queue.remaining",
        BaseUnits.TASKS,
        "Single tasks that may still wait before they are rejected",
        PoolStatistics::queueRemaining);
    counter(
        registry,
        "executor.completed",
        BaseUnits.TASKS,
        "Tasks that ended",
        tags,
        PoolStatistics::completedTasks);
    timer(
        registry,
        "executor",
        "Running tasks in workers",
        PoolMetrics::ranTasks,
        PoolStatistics::runNanos);
    timer(
        registry,
        "executor.idle",
        "Tasks waiting for a worker",
        PoolMetrics::ranTasks,
        PoolStatistics::waitNanos);
  }

  private static long ranTasks(PoolStatistics statistics) {
    return statistics.succeededTasks() + statistics.failedTasks();
  }

  private void bindOutcomes(MeterRegistry registry) {
    outcome(registry, "succeeded", PoolStatistics::succeededTasks);
    outcome(registry, "failed", PoolStatistics::failedTasks);
    outcome(registry, "cancelled", PoolStatistics::cancelledTasks);
    outcome(registry, "timed_out", PoolStatistics::timedOutTasks);
    outcome(registry, "lost", PoolStatistics::lostTasks);
    counter(
        registry,
        "procpool.task.retries",
        BaseUnits.TASKS,
        "Runs of tasks again after a worker's death",
        tags,
        PoolStatistics::retries);
  }

  private void outcome(
      MeterRegistry registry, String outcome, ToDoubleFunction<PoolStatistics> value) {
    counter(
        registry,
        "procpool.tasks",
        BaseUnits.TASKS,
        "Tasks that ended, by outcome",
        tags.and("outcome", outcome),
        value);
  }

  private void bindWorkers(MeterRegistry registry) {
    counter(
        registry,
        "procpool.worker.starts",
        "workers",
        "Worker processes started",
        tags,
        PoolStatistics::workerStarts);
    for (ExitReason reason : ExitReason.values()) {
      counter(
          registry,
          "procpool.worker.exits",
          "workers",
          "Worker processes ended, by reason",
          tags.and("reason", reason.name().toLowerCase(Locale.ROOT)),
          statistics -> statistics.workerExits().getOrDefault(reason, 0L));
    }
  }

  private void bindBytes(MeterRegistry registry) {
    counter(
        registry,
        "procpool.bytes.sent",
        BaseUnits.BYTES,
        "Bytes sent to workers",
        tags,
        PoolStatistics::bytesSent);
    counter(
        registry,
        "procpool.bytes.received",
        BaseUnits.BYTES,
        "Bytes received from workers",
        tags,
        PoolStatistics::bytesReceived);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      ToDoubleFunction<PoolStatistics> value) {
    Gauge.builder(name, pool, of -> value.applyAsDouble(of.statistics()))
        .tags(tags)
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      Tags allTags,
      ToDoubleFunction<PoolStatistics> value) {
    FunctionCounter.builder(name, pool, of -> value.applyAsDouble(of.statistics()))
        .tags(allTags)
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  private void timer(
      MeterRegistry registry,
      String name,
      String description,
      ToLongFunction<PoolStatistics> count,
      ToDoubleFunction<PoolStatistics> nanos) {
    FunctionTimer.builder(
            name,
            pool,
            of -> count.applyAsLong(of.statistics()),
            of -> nanos.applyAsDouble(of.statistics()),
            TimeUnit.NANOSECONDS)
        .tags(tags)
        .description(description)
        .register(registry);
  }
}
