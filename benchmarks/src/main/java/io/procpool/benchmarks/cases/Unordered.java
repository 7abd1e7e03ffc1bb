package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.ResultIterator;
import java.util.List;
import java.util.stream.IntStream;

/** {@code imapUnordered} with chunks of one, read to its end. */
final class Unordered implements Case {

  private static final int TASKS = 200_000;

  private final Pool pool = Pool.create(Subject.WORKERS);
  private final List<Integer> inputs = IntStream.range(0, TASKS).boxed().toList();

  @Override
  public Unit unit() {
    return Unit.TASKS_PER_SECOND;
  }

  @Override
  public double once() {
    long sum = 0;
    int count = 0;
    long begin = System.nanoTime();
    try (ResultIterator<Integer> results = pool.imapUnordered(Work::identity, inputs, 1)) {
      while (results.hasNext()) {
        sum += results.next();
        count++;
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(TASKS, count);
    Check.same((long) TASKS * (TASKS - 1) / 2, sum);
    return TASKS / seconds;
  }

  @Override
  public void close() {
    pool.terminate();
    pool.close();
  }
}
