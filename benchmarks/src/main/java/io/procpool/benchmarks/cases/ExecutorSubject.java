package io.procpool.benchmarks.cases;

import io.procpool.Task;
import io.procpool.TaskFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import net.viktorc.pp4j.impl.JavaProcessPoolExecutor;
import net.viktorc.pp4j.impl.SimpleJavaProcessOptions;

/** Any other {@link ExecutorService}: it knows single tasks only. */
final class ExecutorSubject implements Subject {

  private final ExecutorService executor;

  private ExecutorSubject(ExecutorService executor) {
    this.executor = executor;
  }

  /** A fixed thread pool. */
  static ExecutorSubject threads() {
    return new ExecutorSubject(Executors.newFixedThreadPool(WORKERS));
  }

  /** A work-stealing pool. */
  static ExecutorSubject forkJoin() {
    return new ExecutorSubject(new ForkJoinPool(WORKERS));
  }

  /** pp4j's pool of Java processes, with default options. */
  static ExecutorSubject pp4j() {
    try {
      var options = new SimpleJavaProcessOptions(0);
      return new ExecutorSubject(
          new JavaProcessPoolExecutor(
              options, WORKERS, WORKERS, 0, (Runnable & java.io.Serializable) () -> {}, false));
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted while pp4j started", interrupted);
    }
  }

  @Override
  public <T, R> R apply(TaskFunction<T, R> function, T input) throws Exception {
    Task<R> task = () -> function.apply(input);
    return executor.submit(task).get();
  }

  @Override
  public <T, R> List<R> map(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    return submitAll(function, inputs);
  }

  @Override
  public <T, R> List<R> mapSingly(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    return submitAll(function, inputs);
  }

  @Override
  public <T, R> List<R> mapLazily(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    return submitAll(function, inputs);
  }

  @Override
  public <T, R> List<R> submitAll(TaskFunction<T, R> function, List<T> inputs) throws Exception {
    List<Future<R>> submitted = new ArrayList<>(inputs.size());
    for (T input : inputs) {
      Task<R> task = () -> function.apply(input);
      submitted.add(executor.submit(task));
    }
    List<R> results = new ArrayList<>(inputs.size());
    for (Future<R> each : submitted) {
      results.add(each.get());
    }
    return results;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
