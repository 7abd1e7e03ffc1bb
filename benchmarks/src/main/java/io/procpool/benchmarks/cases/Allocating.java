package io.procpool.benchmarks.cases;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tasks that keep a collector busy: each fills and drops a map of small objects. */
record Allocating(Subject subject) implements Case {

  private static final int TASKS = 400;
  private static final int ENTRIES = 10_000;

  @Override
  public Unit unit() {
    return Unit.TASKS_PER_SECOND;
  }

  @Override
  public double once() throws Exception {
    List<Integer> inputs = Collections.nCopies(TASKS, ENTRIES);
    long begin = System.nanoTime();
    List<Integer> sizes = subject.map(Allocating::fill, inputs);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(inputs, sizes);
    return TASKS / seconds;
  }

  private static int fill(int entries) {
    Map<Integer, String> map = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      map.put(i, Integer.toString(i));
    }
    return map.size();
  }

  @Override
  public void close() {
    subject.close();
  }
}
