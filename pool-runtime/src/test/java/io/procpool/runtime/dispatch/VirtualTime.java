package io.procpool.runtime.dispatch;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only from one planned step to the next; steps of one moment run in order. */
final class VirtualTime {

  private record Step(long at, long order, Runnable action) {}

  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::order));
  private long now;
  private long lastOrder;

  long now() {
    return now;
  }

  void at(long time, Runnable action) {
    steps.add(new Step(Math.max(now, time), lastOrder++, action));
  }

  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** When the next step is planned; {@link Long#MAX_VALUE} if none is. */
  long next() {
    Step next = steps.peek();
    return next == null ? Long.MAX_VALUE : next.at;
  }

  void runNext() {
    Step next = steps.remove();
    now = next.at;
    next.action.run();
  }

  void advanceTo(long time) {
    now = Math.max(now, time);
  }
}
