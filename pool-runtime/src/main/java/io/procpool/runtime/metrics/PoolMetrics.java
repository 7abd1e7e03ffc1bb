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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * a task. They hold the pool weakly, as all function meters do, and leave their registries when the
 * pool terminates, or by {@link #close} before. Thread-safe.
 */
public final class PoolMetrics implements MeterBinder, AutoCloseable {

  private final Pool pool;
  private final Tags tags;
  private final List<BoundMeters> bound = new CopyOnWriteArrayList<>();

  /** Meters tagged with the pool's name. */
  public PoolMetrics(Pool pool) {
    this(pool, Tags.empty());
  }

  /** Meters tagged with the pool's name and these. */
  public PoolMetrics(Pool pool, Iterable<Tag> tags) {
    this.pool = requireNonNull(pool, "pool");
    this.tags = Tags.concat(requireNonNull(tags, "tags"), "name", pool.name());
  }

  /**
   * Registers the meters. They take the place of those of a pool that was shut down.
   *
   * @throws IllegalStateException if the registry has meters of these names and tags of another
   *     pool, which is open, or of an executor
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    BoundMeters meters = BoundMeters.bind(registry, pool, tags, this::bind);
    bound.add(meters);
    if (pool instanceof Ending ending) {
      ending.beforeTermination(meters::remove);
    }
  }

  private void bind(BoundMeters meters) {
    bindExecutor(meters);
    bindOutcomes(meters);
    bindWorkers(meters);
    bindBytes(meters);
  }

  /** Takes the meters out of their registries. The pool goes on; it may be bound again. */
  @Override
  public void close() {
    bound.forEach(BoundMeters::remove);
    bound.clear();
  }

  private void bindExecutor(BoundMeters meters) {
    gauge(
        meters,
        "executor.active",
        BaseUnits.THREADS,
        "Workers that have a task",
        PoolStatistics::activeWorkers);
    gauge(
        meters,
        "executor.pool.size",
        BaseUnits.THREADS,
        "Workers alive or starting",
        PoolStatistics::workers);
    gauge(
        meters,
        "executor.pool.core",
        BaseUnits.THREADS,
        "Workers an idle pool keeps",
        PoolStatistics::minWorkers);
    gauge(
        meters,
        "executor.pool.max",
        BaseUnits.THREADS,
        "Workers it may have",
        PoolStatistics::maxWorkers);
    gauge(
        meters,
        "executor.queued",
        BaseUnits.TASKS,
        "Tasks that have not started",
        PoolStatistics::queuedTasks);
    gauge(
        meters,
        "executor.queue.remaining",
        BaseUnits.TASKS,
        "Single tasks that may still wait before they are rejected",
        PoolStatistics::queueRemaining);
    counter(
        meters,
        "executor.completed",
        BaseUnits.TASKS,
        "Tasks that ended",
        tags,
        PoolStatistics::completedTasks);
    timer(
        meters,
        "executor",
        "Running tasks in workers",
        PoolMetrics::ranTasks,
        PoolStatistics::runNanos);
    timer(
        meters,
        "executor.idle",
        "Tasks waiting for a worker",
        PoolMetrics::ranTasks,
        PoolStatistics::waitNanos);
  }

  private static long ranTasks(PoolStatistics statistics) {
    return statistics.succeededTasks() + statistics.failedTasks();
  }

  private void bindOutcomes(BoundMeters meters) {
    outcome(meters, "succeeded", PoolStatistics::succeededTasks);
    outcome(meters, "failed", PoolStatistics::failedTasks);
    outcome(meters, "cancelled", PoolStatistics::cancelledTasks);
    outcome(meters, "timed_out", PoolStatistics::timedOutTasks);
    outcome(meters, "lost", PoolStatistics::lostTasks);
    counter(
        meters,
        "procpool.task.retries",
        BaseUnits.TASKS,
        "Runs of tasks again after a worker's death",
        tags,
        PoolStatistics::retries);
  }

  private void outcome(BoundMeters meters, String outcome, ToDoubleFunction<PoolStatistics> value) {
    counter(
        meters,
        "procpool.tasks",
        BaseUnits.TASKS,
        "Tasks that ended, by outcome",
        tags.and("outcome", outcome),
        value);
  }

  private void bindWorkers(BoundMeters meters) {
    counter(
        meters,
        "procpool.worker.starts",
        "workers",
        "Worker processes started",
        tags,
        PoolStatistics::workerStarts);
    for (ExitReason reason : ExitReason.values()) {
      counter(
          meters,
          "procpool.worker.exits",
          "workers",
          "Worker processes ended, by reason",
          tags.and("reason", reason.name().toLowerCase(Locale.ROOT)),
          statistics -> statistics.workerExits().getOrDefault(reason, 0L));
    }
  }

  private void bindBytes(BoundMeters meters) {
    counter(
        meters,
        "procpool.bytes.sent",
        BaseUnits.BYTES,
        "Bytes sent to workers",
        tags,
        PoolStatistics::bytesSent);
    counter(
        meters,
        "procpool.bytes.received",
        BaseUnits.BYTES,
        "Bytes received from workers",
        tags,
        PoolStatistics::bytesReceived);
  }

  private void gauge(
      BoundMeters meters,
      String name,
      String unit,
      String description,
      ToDoubleFunction<PoolStatistics> value) {
    meters.add(
        Gauge.builder(name, pool, of -> value.applyAsDouble(of.statistics()))
                .tags(tags)
                .description(description)
                .baseUnit(unit)
            ::register);
  }

  private void counter(
      BoundMeters meters,
      String name,
      String unit,
      String description,
      Tags allTags,
      ToDoubleFunction<PoolStatistics> value) {
    meters.add(
        FunctionCounter.builder(name, pool, of -> value.applyAsDouble(of.statistics()))
                .tags(allTags)
                .description(description)
                .baseUnit(unit)
            ::register);
  }

  private void timer(
      BoundMeters meters,
      String name,
      String description,
      ToLongFunction<PoolStatistics> count,
      ToDoubleFunction<PoolStatistics> nanos) {
    meters.add(
        FunctionTimer.builder(
                    name,
                    pool,
                    of -> count.applyAsLong(of.statistics()),
                    of -> nanos.applyAsDouble(of.statistics()),
                    TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(description)
            ::register);
  }
}
