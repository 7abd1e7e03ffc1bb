package io.procpool.runtime;

import java.util.Random;

/** Random numbers of a seed that is printed, and can be given by {@code -Dprocpool.seed}. */
final class Seeds {

  private Seeds() {}

  static Random random() {
    long seed = Long.getLong("procpool.seed", System.nanoTime());
    System.out.println("-Dprocpool.seed=" + seed);
    return new Random(seed);
  }
}
