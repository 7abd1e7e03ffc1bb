package io.procpool.benchmarks.cases;

import java.util.Collections;
import java.util.List;

/** Tasks of a fixed amount of work, which does not shrink when the CPU is shared. */
final class CpuBound implements Case {

  private final Subject subject;
  private final int steps;
  private final List<Integer> inputs;

  CpuBound(Subject subject, int steps, int tasks) {
    this.subject = subject;
    this.steps = steps;
    inputs = Collections.nCopies(tasks, steps);
  }

  @Override
  public Unit unit() {
    return Unit.TASKS_PER_SECOND;
  }

  @Override
  public double once() throws Exception {
    long begin = System.nanoTime();
    List<Integer> results = subject.map(Work::compute, inputs);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(Collections.nCopies(inputs.size(), Work.compute(steps)), results);
    return inputs.size() / seconds;
  }

  @Override
  public void close() {
    subject.close();
  }
}
