package io.procpool.benchmarks.cases;

/** What tasks do. */
final class Work {

  private Work() {}

  /** Nothing. */
  static <T> T identity(T input) {
    return input;
  }

  /** Burns CPU until {@code micros} have passed, as the peer's tasks do. */
  static int spin(int micros) {
    long end = System.nanoTime() + micros * 1000L;
    int turns = 0;
    while (System.nanoTime() < end) {
      turns++;
    }
    return turns;
  }

  /** Burns CPU for so many steps: what it takes depends on the machine, its result does not. */
  static int compute(int steps) {
    int state = 1;
    for (int step = 0; step < steps; step++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
    }
    return state;
  }
}
