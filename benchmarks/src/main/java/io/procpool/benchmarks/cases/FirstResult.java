package io.procpool.benchmarks.cases;

import java.lang.management.ManagementFactory;

/** What a user waits for: from the start of the program's JVM to the first result of its pool. */
final class FirstResult implements ColdTime {

  @Override
  public double once() throws Exception {
    try (Subject subject = new PoolSubject()) {
      Check.same(1, subject.apply(Work::identity, 1));
      return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
  }
}
