package io.procpool.benchmarks.cases;

/** One small task at a time. */
record RoundTrip(Subject subject) implements Case {

  private static final int CALLS = 2000;

  @Override
  public Unit unit() {
    return Unit.MICROSECONDS;
  }

  @Override
  public double once() throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      Check.same(i, subject.apply(Work::identity, i));
    }
    return (System.nanoTime() - begin) / 1e3 / CALLS;
  }

  @Override
  public void close() {
    subject.close();
  }
}
