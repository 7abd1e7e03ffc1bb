package io.procpool.runtime.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskFailedException;
import io.procpool.WorkerDiedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolMetricsTest {

  @Test
  void everyMeterOfAnExecutorIsThereWithItsUnitAndName() {
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1).withName("ovens"));
        ExecutorService executor =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>())) {
      MeterRegistry ours = new SimpleMeterRegistry();
      MeterRegistry theirs = new SimpleMeterRegistry();
      new PoolMetrics(pool).bindTo(ours);
      ExecutorService _ = ExecutorServiceMetrics.monitor(theirs, executor, "ovens");
      Map<String, String> expected = units(theirs);
      Map<String, String> found = units(ours);
      found.keySet().retainAll(expected.keySet());
      assertTrue(expected.size() >= 9, expected::toString);
      assertEquals(expected, found);
      assertEquals(1, ours.get("executor.pool.max").tag("name", "ovens").gauge().value());
    }
  }

  /**
   * The base unit of each meter that an executor has, timers without: a registry chooses theirs.
   */
  private static Map<String, String> units(MeterRegistry registry) {
    Map<String, String> units = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getName().startsWith("executor")) {
        units.put(meter.getId().getName(), String.valueOf(meter.getId().getBaseUnit()));
      }
    }
    return units;
  }

  @Test
  void metersCountWhatThePoolDid() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1).withName("bakery"))) {
      new PoolMetrics(pool).bindTo(registry);
      assertEquals(List.of(2, 4, 6), pool.map(x -> 2 * x, List.of(1, 2, 3)));
      assertThrows(TaskFailedException.class, () -> pool.apply(PoolMetricsTest::fail));
      assertThrows(WorkerDiedException.class, () -> pool.apply(PoolMetricsTest::halt));
      assertEquals(3, tasks(registry, "succeeded"));
      assertEquals(1, tasks(registry, "failed"));
      assertEquals(1, tasks(registry, "lost"));
      assertEquals(5, registry.get("executor.completed").functionCounter().count());
      assertEquals(4, registry.get("executor").functionTimer().count());
      assertTrue(registry.get("executor").functionTimer().totalTime(TimeUnit.NANOSECONDS) > 0);
      assertTrue(registry.get("procpool.bytes.sent").functionCounter().count() > 0);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> registry.get("procpool.worker.starts").functionCounter().count() == 2);
      assertEquals(
          1, registry.get("procpool.worker.exits").tag("reason", "died").functionCounter().count());
    }
  }

  @Test
  void metersEndWithTheirPool() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1))) {
      new PoolMetrics(pool).bindTo(registry);
      assertFalse(registry.getMeters().isEmpty());
    }
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void metersOfAPoolThatHasTerminatedDoNotCome() {
    MeterRegistry registry = new SimpleMeterRegistry();
    Pool pool = Pool.create(1);
    pool.close();
    new PoolMetrics(pool).bindTo(registry);
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void closedMetricsAreGoneThoughThePoolGoesOn() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Pool pool = Pool.create(1)) {
      PoolMetrics metrics = new PoolMetrics(pool);
      metrics.bindTo(registry);
      metrics.close();
      assertEquals(List.of(), registry.getMeters());
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void aNewPoolOfTheSameNameShowsItsOwnNumbers() {
    MeterRegistry registry = new SimpleMeterRegistry();
    PoolOptions options = PoolOptions.defaults().withName("jobs");
    try (Pool first = Pool.open(options.withWorkers(2))) {
      new PoolMetrics(first).bindTo(registry);
      assertEquals(List.of(1, 2, 3), first.map(x -> x, List.of(1, 2, 3)));
    }
    try (Pool second = Pool.open(options.withWorkers(1))) {
      new PoolMetrics(second).bindTo(registry);
      assertEquals(7, second.apply(() -> 7));
      assertEquals(1, registry.get("executor.completed").functionCounter().count());
      assertEquals(1, registry.get("executor.pool.max").gauge().value());
    }
  }

  @Test
  void aNewPoolTakesThePlaceOfOneThatWasShutDownAndRunsStill() {
    MeterRegistry registry = new SimpleMeterRegistry();
    PoolOptions options = PoolOptions.defaults().withName("jobs");
    Pool first = Pool.open(options.withWorkers(2));
    new PoolMetrics(first).bindTo(registry);
    ResultIterator<Integer> open = first.imap(x -> x, List.of(1));
    first.shutdown();
    try (Pool second = Pool.open(options.withWorkers(1))) {
      new PoolMetrics(second).bindTo(registry);
      open.close();
      first.close();
      assertEquals(1, registry.get("executor.pool.max").gauge().value());
    }
  }

  @Test
  void twoOpenPoolsOfOneNameDoNotMix() {
    MeterRegistry registry = new SimpleMeterRegistry();
    PoolOptions options = PoolOptions.defaults().withName("jobs");
    try (Pool first = Pool.open(options.withWorkers(2));
        Pool second = Pool.open(options.withWorkers(1))) {
      new PoolMetrics(first).bindTo(registry);
      int meters = registry.getMeters().size();
      PoolMetrics mixing = new PoolMetrics(second);
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> mixing.bindTo(registry));
      assertTrue(refused.getMessage().contains("PoolOptions.withName"), refused::getMessage);
      assertEquals(meters, registry.getMeters().size());
      new PoolMetrics(second, Tags.of("part", "b")).bindTo(registry);
      assertEquals(1, registry.get("executor.pool.max").tag("part", "b").gauge().value());
    }
    assertEquals(List.of(), registry.getMeters());
  }

  private static double tasks(MeterRegistry registry, String outcome) {
    return registry.get("procpool.tasks").tag("outcome", outcome).functionCounter().count();
  }

  private static int fail() {
    throw new IllegalStateException("on purpose");
  }

  private static int halt() {
    Runtime.getRuntime().halt(3);
    return 0;
  }
}
