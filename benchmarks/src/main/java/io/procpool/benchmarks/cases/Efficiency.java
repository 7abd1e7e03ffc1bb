package io.procpool.benchmarks.cases;

import java.util.Collections;
import java.util.List;

/** How much of two workers' time goes into tasks of a known length. */
final class Efficiency implements Case {

  private static final int WARM_TASKS = 20_000;
  private static final int WARM_MICROS = 1;

  private final Subject subject;
  private final int micros;
  private final List<Integer> inputs;

  Efficiency(Subject subject, int micros) {
    this.subject = subject;
    this.micros = micros;
    inputs = Collections.nCopies(Math.max(200, 1_000_000 / micros), micros);
  }

  @Override
  public Unit unit() {
    return Unit.SHARE_OF_IDEAL;
  }

  @Override
  public double once() throws Exception {
    return run(micros, inputs);
  }

  /** Many short tasks: what is between the tasks is compiled after so many of them. */
  @Override
  public double warm() throws Exception {
    run(WARM_MICROS, Collections.nCopies(WARM_TASKS, WARM_MICROS));
    return run(micros, inputs.subList(0, inputs.size() / 10));
  }

  private double run(int micros, List<Integer> inputs) throws Exception {
    long begin = System.nanoTime();
    List<Integer> turns = subject.map(Work::spin, inputs);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(inputs.size(), turns.size());
    return inputs.size() * (micros / 1e6) / Subject.WORKERS / seconds;
  }

  @Override
  public void close() {
    subject.close();
  }
}
