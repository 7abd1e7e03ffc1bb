package io.procpool.runtime.dispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * The handling of one event: what all rooms of the policy see (the time, the limits) and what they
 * add to (the actions, the next time to wake).
 */
final class Turn {

  private Limits limits;
  private List<PoolAction> actions = List.of();
  private long now;
  private long wakeAt = Long.MAX_VALUE;

  Turn(Limits limits) {
    this.limits = limits;
  }

  void begin(long nowNanos) {
    now = Math.max(now, nowNanos);
    actions = new ArrayList<>(4);
  }

  /** Adds what is to be done next. */
  void then(PoolAction action) {
    actions.add(action);
  }

  /** Ends the turn: what is to be done, kept here no longer. */
  List<PoolAction> end() {
    List<PoolAction> done = actions;
    actions = List.of();
    return done;
  }

  long now() {
    return now;
  }

  /** The time {@code nanos} from now; {@link Long#MAX_VALUE}, which is never, stays what it is. */
  long after(long nanos) {
    return later(now, nanos);
  }

  static long later(long time, long nanos) {
    long from = Math.max(0, time);
    return nanos >= Long.MAX_VALUE - from ? Long.MAX_VALUE : from + nanos;
  }

  /** Asks for a {@link PoolEvent.TimePassed} at this time or before. */
  void wakeAt(long time) {
    wakeAt = Math.min(wakeAt, time);
  }

  long wakeAt() {
    return wakeAt;
  }

  /** The time has come: what is still to be waited for has to ask again. */
  void woken() {
    wakeAt = Long.MAX_VALUE;
  }

  Limits limits() {
    return limits;
  }

  void resize(int workers) {
    limits = limits.resized(workers);
  }
}
