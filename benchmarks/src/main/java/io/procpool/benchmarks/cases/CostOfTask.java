package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import java.util.List;
import java.util.stream.IntStream;

/** What one of many small tasks costs, in chunks as the pool likes. */
final class CostOfTask implements Case {

  private final int workers;
  private final Pool pool;
  private final List<Integer> inputs;

  CostOfTask(int workers, int tasks) {
    this.workers = workers;
    pool = Pool.create(workers);
    inputs = IntStream.range(0, tasks).boxed().toList();
  }

  @Override
  public Unit unit() {
    return Unit.MICROSECONDS;
  }

  @Override
  public double once() {
    long begin = System.nanoTime();
    List<Integer> results = pool.map(Work::identity, inputs);
    double micros = (System.nanoTime() - begin) / 1e3;
    Check.counts(results, inputs.size());
    return micros / inputs.size();
  }

  @Override
  public int jvms() {
    return workers;
  }

  @Override
  public void close() {
    pool.terminate();
    pool.close();
  }
}
