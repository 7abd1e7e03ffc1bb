package io.procpool.runtime.manager;

import io.procpool.RunnableTask;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A barrier. Who leaves a round early, by timeout, interrupt or death, breaks it. An action runs
 * under the lock, in the call of who comes last: nobody leaves, breaks or resets meanwhile.
 */
final class ServedBarrier implements Served {

  private static final Methods.Barrier[] METHODS = Methods.Barrier.values();

  private final int parties;
  private final @Nullable RunnableTask action;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private Round round = new Round(); // guarded by lock

  /** One time of waiting for each other; guarded by lock. */
  private static final class Round {
    private int waiting;
    private boolean tripped;
    private boolean broken;
  }

  ServedBarrier(int parties, @Nullable RunnableTask action) {
    this.parties = parties;
    this.action = action;
  }

  @Override
  public ManagedKind kind() {
    return ManagedKind.BARRIER;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    if (action != null && !waiter.isThread()) {
      return WAITS; // for the lock, while the action runs
    }
    lock.lock();
    try {
      return switch (METHODS[method]) {
        case AWAIT -> await(new Patience(a.nanos(0)), waiter);
        case IS_BROKEN -> round.broken;
        case PARTIES -> parties;
        case WAITING -> round.broken ? 0 : round.waiting;
        case ABORT -> breakRound();
        case RESET -> {
          if (round.waiting > 0 && !round.broken) {
            Object _ = breakRound();
          }
          round = new Round();
          yield null;
        }
      };
    } finally {
      lock.unlock();
    }
  }

  private Object await(Patience patience, Waiter waiter)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    Round mine = round;
    checkWhole(mine);
    boolean last = mine.waiting + 1 == parties;
    if (!last && !waiter.isThread()) {
      return WAITS;
    }
    int place = parties - 1 - mine.waiting++;
    if (last) {
      trip(mine);
    }
    while (!mine.tripped) {
      checkWhole(mine);
      if (!patience.isLeft()) {
        Object _ = breakRound();
        throw new TimeoutException("the parties of a barrier were not all there in time");
      }
      await(patience, mine);
    }
    return place;
  }

  private void trip(Round mine) {
    try {
      if (action != null) {
        action.run();
      }
      mine.tripped = true;
      round = new Round();
      moved.signalAll();
    } finally {
      if (!mine.tripped) {
        Object _ = breakRound();
      }
    }
  }

  private void await(Patience patience, Round mine) throws InterruptedException {
    try {
      patience.await(moved);
    } catch (InterruptedException e) {
      if (!mine.tripped && !mine.broken) {
        Object _ = breakRound();
        throw e;
      }
      Thread.currentThread().interrupt();
      return;
    }
  }

  private static void checkWhole(Round round) throws BrokenBarrierException {
    if (round.broken) {
      throw new BrokenBarrierException("a managed barrier is broken until it is reset");
    }
  }

  private @Nullable Object breakRound() {
    round.broken = true;
    moved.signalAll();
    return null;
  }
}
