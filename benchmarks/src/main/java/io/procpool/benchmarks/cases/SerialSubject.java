package io.procpool.benchmarks.cases;

import io.procpool.TaskFunction;
import java.util.ArrayList;
import java.util.List;

/** No pool at all: the caller's thread does everything. */
final class SerialSubject implements Subject {

  @Override
  public <T, R> R apply(TaskFunction<T, R> function, T input) throws Exception {
    return function.apply(input);
  }

  @Override
  public <T, R> List<R> map(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    List<R> results = new ArrayList<>(inputs.size());
    for (T input : inputs) {
      results.add(function.apply(input));
    }
    return results;
  }

  @Override
  public <T, R> List<R> mapSingly(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    return map(function, inputs);
  }

  @Override
  public <T, R> List<R> mapLazily(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    return map(function, inputs);
  }

  @Override
  public <T, R> List<R> submitAll(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    return map(function, inputs);
  }

  @Override
  public void close() {}
}
