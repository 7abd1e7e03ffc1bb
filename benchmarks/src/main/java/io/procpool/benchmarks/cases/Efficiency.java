package io.procpool.benchmarks.cases;

import java.util.Collections;
import java.util.List;

/** How much of two workers' time goes into tasks of a known length. */
final class Efficiency implements Case {

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
