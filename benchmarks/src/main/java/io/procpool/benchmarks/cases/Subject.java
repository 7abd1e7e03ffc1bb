package io.procpool.benchmarks.cases;

import io.procpool.TaskFunction;
import java.util.List;

/** A pool under measurement, of two workers: what every kind of pool can do. */
interface Subject extends AutoCloseable {

  /** How many workers each system has. */
  int WORKERS = 2;

  /** Runs one task and waits for it. */
  <T, R> R apply(TaskFunction<T, R> function, T input) throws Exception;

  /** Runs all, cut into chunks as the system likes; results in input order. */
  <T, R> List<R> map(TaskFunction<T, R> function, List<T> inputs) throws Exception;

  /** Runs all, each input a task of its own; results in input order. */
  <T, R> List<R> mapSingly(TaskFunction<T, R> function, List<T> inputs) throws Exception;

  /** Runs all; results are read one by one, in input order. */
  <T, R> List<R> mapLazily(TaskFunction<T, R> function, List<T> inputs) throws Exception;

  /** Submits each as a task of an {@code ExecutorService}, then waits for all. */
  <T, R> List<R> submitAll(TaskFunction<T, R> function, List<T> inputs) throws Exception;

  /** Ends the workers at once. */
  @Override
  void close();
}
