package io.procpool.benchmarks.cases;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Several pools at once, two workers each, with the same work each: what a task of them costs. */
final class ManyPools implements Case {

  private static final int TASKS = 100_000;

  private final List<Pool> pools = new ArrayList<>();
  private final List<Integer> inputs = IntStream.range(0, TASKS).boxed().toList();

  ManyPools(int count) {
    for (int i = 0; i < count; i++) {
      pools.add(Pool.create(Subject.WORKERS));
    }
  }

  @Override
  public Unit unit() {
    return Unit.MICROSECONDS;
  }

  @Override
  public double once() throws Exception {
    List<AsyncResult<List<Integer>>> running = new ArrayList<>();
    long begin = System.nanoTime();
    for (Pool pool : pools) {
      running.add(pool.mapAsync(Work::identity, inputs));
    }
    for (AsyncResult<List<Integer>> each : running) {
      Check.counts(each.get(), TASKS);
    }
    return (System.nanoTime() - begin) / 1e3 / TASKS / pools.size();
  }

  @Override
  public int jvms() {
    return pools.size() * Subject.WORKERS;
  }

  @Override
  public void close() {
    pools.forEach(Pool::terminate);
    pools.forEach(Pool::close);
  }
}
