package io.procpool.runtime.dispatch;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only from one planned step to the next; steps of one moment run in order. The
 * parent may be stopped, as by a debugger: then its steps wait, and the workers' go on.
 */
final class VirtualTime {

  private record Step(long at, long order, Runnable action) {}

  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::order));
  private final ArrayDeque<Runnable> heldUp = new ArrayDeque<>(); // the parent's, by its stop
  private long now;
  private long lastOrder;
  private long stoppedUntil;
  private long stoppedNanos;
  private int stops;

  long now() {
    return now;
  }

  void at(long time, Runnable action) {
    steps.add(new Step(Math.max(now, time), lastOrder++, action));
  }

  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Plans what the parent does, which waits while it is stopped. */
  void atParent(long time, Runnable action) {
    at(
        time,
        () -> {
          if (now < stoppedUntil || !heldUp.isEmpty()) {
            heldUp.add(action);
          } else {
            action.run();
          }
        });
  }

  /** Stops the parent from now on. */
  void stopParent(long nanos) {
    stops++;
    stoppedNanos += nanos;
    stoppedUntil = Math.max(stoppedUntil, now + nanos);
    at(stoppedUntil, this::catchUp);
  }

  private void catchUp() {
    Runnable next = now < stoppedUntil ? null : heldUp.poll();
    if (next != null) {
      next.run();
      at(now, this::catchUp);
    }
  }

  /** Until when the parent is stopped, or was the last time. */
  long stoppedUntil() {
    return stoppedUntil;
  }

  /** For how long the parent has been stopped, altogether. */
  long stoppedNanos() {
    return stoppedNanos;
  }

  /** How often the parent has been stopped. */
  int stops() {
    return stops;
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
