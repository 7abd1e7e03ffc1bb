package io.procpool.benchmarks.cases;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskFunction;
import java.util.ArrayList;
import java.util.List;

/** procpool, with its default options unless others are given. */
final class PoolSubject implements Subject {

  private final Pool pool;

  PoolSubject() {
    this(PoolOptions.defaults().withWorkers(WORKERS));
  }

  PoolSubject(PoolOptions options) {
    pool = Pool.open(options);
  }

  @Override
  public <T, R> R apply(TaskFunction<T, R> function, T input) {
    return pool.apply(function, input);
  }

  @Override
  public <T, R> List<R> map(TaskFunction<T, R> function, List<T> inputs) {
    return pool.map(function, inputs);
  }

  @Override
  public <T, R> List<R> mapSingly(TaskFunction<T, R> function, List<T> inputs) {
    return pool.map(function, inputs, 1);
  }

  @Override
  public <T, R> List<R> mapLazily(TaskFunction<T, R> function, List<T> inputs) {
    List<R> results = new ArrayList<>(inputs.size());
    try (ResultIterator<R> each = pool.imap(function, inputs)) {
      each.forEachRemaining(results::add);
    }
    return results;
  }

  @Override
  public <T, R> List<R> submitAll(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    List<AsyncResult<R>> submitted = new ArrayList<>(inputs.size());
    for (T input : inputs) {
      submitted.add(pool.submit(() -> function.apply(input)));
    }
    List<R> results = new ArrayList<>(inputs.size());
    for (AsyncResult<R> each : submitted) {
      results.add(each.get());
    }
    return results;
  }

  @Override
  public void close() {
    pool.terminate();
    pool.close();
  }
}
