package io.procpool.benchmarks.cases;

import com.sun.management.OperatingSystemMXBean;
import io.procpool.Pool;
import java.lang.management.ManagementFactory;

/** How much of the machine's memory the heaps of all workers together may take. */
record HeapLimits(int workers) implements Case {

  @Override
  public Unit unit() {
    return Unit.SHARE_OF_MEMORY;
  }

  @Override
  public boolean isWarm() {
    return false;
  }

  @Override
  public double once() {
    try (Pool pool = Pool.create(workers)) {
      long limit = pool.apply(() -> Runtime.getRuntime().maxMemory());
      var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return (double) limit * workers / machine.getTotalMemorySize();
    }
  }
}
