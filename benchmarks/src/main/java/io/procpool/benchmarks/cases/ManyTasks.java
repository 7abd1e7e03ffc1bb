package io.procpool.benchmarks.cases;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Many small tasks at once.
 *
 * @param way how they are given to the subject
 */
record ManyTasks(Subject subject, Way way, List<Integer> inputs) implements Case {

  /** A way to run the identity on many inputs. */
  @FunctionalInterface
  interface Way {
    /** Runs all; results in input order. */
    List<Integer> run(Subject subject, List<Integer> inputs) throws Exception;
  }

  ManyTasks(Subject subject, Way way, int tasks) {
    this(subject, way, IntStream.range(0, tasks).boxed().toList());
  }

  @Override
  public Unit unit() {
    return Unit.TASKS_PER_SECOND;
  }

  @Override
  public double once() throws Exception {
    long begin = System.nanoTime();
    List<Integer> results = way.run(subject, inputs);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.counts(results, inputs.size());
    return inputs.size() / seconds;
  }

  @Override
  public void close() {
    subject.close();
  }
}
