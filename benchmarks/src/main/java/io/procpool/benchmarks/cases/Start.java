package io.procpool.benchmarks.cases;

import java.util.function.Supplier;

/** From nothing to the first result of a new pool. */
record Start(Supplier<Subject> subjects, boolean isWarm) implements Case {

  @Override
  public Unit unit() {
    return Unit.MILLISECONDS;
  }

  @Override
  public double once() throws Exception {
    long begin = System.nanoTime();
    try (Subject subject = subjects.get()) {
      Check.same(1, subject.apply(Work::identity, 1));
      return (System.nanoTime() - begin) / 1e6;
    }
  }
}
