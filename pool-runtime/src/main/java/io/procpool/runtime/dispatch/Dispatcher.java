package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Interrupt;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolAction.Release;
import io.procpool.runtime.dispatch.PoolAction.Resume;
import io.procpool.runtime.dispatch.PoolAction.Retry;
import io.procpool.runtime.dispatch.PoolAction.Run;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.StartsFail;
import io.procpool.runtime.dispatch.PoolAction.StartsWork;
import io.procpool.runtime.dispatch.PoolAction.Stop;
import io.procpool.runtime.dispatch.PoolAction.Terminated;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox before a {@link PoolState}: events come from any thread and are handled one at a
 * time, by whichever thread finds the mailbox idle. So an idle pool costs a caller no change of
 * threads, and the state has one owner at a time all the same.
 *
 * <p>A thread's turn is bounded: what is left after {@value #TURN_EVENTS} events goes to the pool's
 * own thread, which also feeds {@link PoolEvent.TimePassed} when it is due. That thread lasts from
 * {@link #start} until the state has terminated.
 */
public final class Dispatcher {

  /** What a dispatcher tells its pool. Called within a turn: must be quick. */
  public interface Listener {

    /** An item runs once more after a death. */
    void retried();

    /** Workers do not start, so many in a row now, the last one thus; others are tried. */
    void startsFail(WorkerExit lastExit, int inARow);

    /** Workers start again. */
    void startsWork();

    /** Nothing will ever happen again. */
    void terminated();

    /** A defect of procpool's own; the pool goes on as well as it can. */
    void defect(Throwable thrown);

    /** A turn has ended; the state may be read. */
    void turnEnded(PoolState state);
  }

  /** What lies in the mailbox. */
  sealed interface Mail permits PoolEvent, Query {}

  /** A question to the state, answered in its turn, right after the event if there is one. */
  record Query<T>(
      @Nullable PoolEvent event, Function<PoolState, T> question, CompletableFuture<T> answer)
      implements Mail {
    void answer(PoolState state) {
      try {
        answer.complete(question.apply(state));
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private static final int TURN_EVENTS = 256;

  /** Within this time the next events are handled, or as many of them. */
  private static final long TURN_NANOS = 100_000_000;

  private final PoolState state;
  private final Workforce workforce;
  private final Listener listener;
  private final ConcurrentLinkedQueue<Mail> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open =
      new AtomicInteger(); // events posted and not handled; who raises it from 0 owns the state
  private final ArrayDeque<PoolEvent> answers = new ArrayDeque<>(2);
  private final RunningClock clock = new RunningClock(); // kept by the pool's thread
  private final Thread thread;
  private volatile long wakeAt = Long.MAX_VALUE;
  private volatile boolean handedOver;
  private volatile boolean terminated;

  /** A dispatcher of a new state. */
  public Dispatcher(PoolState state, Workforce workforce, Listener listener, String threadName) {
    this.state = state;
    this.workforce = workforce;
    this.listener = listener;
    this.thread = new Thread(null, this::keepTime, threadName, 1 << 18);
    thread.setDaemon(true);
  }

  /** Begins: the state starts its first workers. */
  public void start() {
    thread.start();
    post(new PoolEvent.TimePassed());
  }

  /**
   * Takes the event, and handles it and others if no other thread does. Never blocks on a worker or
   * on user code.
   */
  public void post(PoolEvent event) {
    take(event);
  }

  /**
   * Asks the state; the question must be quick. Waits for threads that are at work in the mailbox,
   * never for workers.
   */
  public <T> T ask(Function<PoolState, T> question) {
    return ask(null, question);
  }

  /** As {@link #ask(Function)}, when the event has been handled and before any other is. */
  public <T> T ask(@Nullable PoolEvent event, Function<PoolState, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    take(new Query<>(event, question, answer));
    return answer.join();
  }

  private void take(Mail mail) {
    mailbox.add(mail);
    if (open.getAndIncrement() == 0) {
      turn(TURN_EVENTS);
    }
  }

  /** Handles events until there are none, at most {@code most}; the caller owns the state. */
  private void turn(int most) {
    int handled = 0;
    do {
      try {
        handle(mailbox.remove());
        handled++;
        if (mailbox.isEmpty() || handled % TURN_EVENTS == 0) {
          endTurn();
        }
      } catch (Throwable e) { // not even a defect could be told: this thread has no room for it
        handOver();
        throw e;
      }
      if (handled >= most && open.get() > 1 && !terminated) {
        handOver();
        return;
      }
    } while (open.decrementAndGet() > 0);
  }

  private void handOver() {
    handedOver = true;
    LockSupport.unpark(thread);
  }

  private void endTurn() {
    try {
      workforce.endTurn();
      listener.turnEnded(state);
    } catch (RuntimeException | Error e) {
      listener.defect(e);
    }
    long wake = state.wakeAt();
    boolean sooner = wake < wakeAt;
    wakeAt = wake;
    if (Thread.currentThread() == thread) {
      clock.lookWithin(TURN_NANOS);
    } else if (sooner) {
      LockSupport.unpark(thread);
    }
  }

  private void handle(Mail mail) {
    switch (mail) {
      case PoolEvent event -> settle(event);
      case Query<?> query -> {
        if (query.event() != null) {
          settle(query.event());
        }
        query.answer(state);
      }
    }
  }

  /** Applies the event, and what its actions answer. */
  private void settle(PoolEvent event) {
    apply(event);
    PoolEvent answer;
    while ((answer = answers.poll()) != null) {
      apply(answer);
    }
  }

  /** Carries out all that the event demands: a defect in one action must not drop the others. */
  private void apply(PoolEvent event) {
    for (PoolAction action : next(event)) {
      try {
        carryOut(action);
      } catch (RuntimeException | Error e) {
        listener.defect(e);
        giveUpWorker(action, e);
      }
    }
  }

  /** A worker that could not be told something does not know what the state believes it knows. */
  private void giveUpWorker(PoolAction action, Throwable cause) {
    switch (action) {
      case Run run -> answers.add(new PoolEvent.WorkerCorrupt(run.worker(), cause));
      case Resume resume -> answers.add(new PoolEvent.WorkerCorrupt(resume.worker(), cause));
      case Interrupt untold -> answers.add(new PoolEvent.WorkerCorrupt(untold.worker(), cause));
      case Stop stop -> answers.add(new PoolEvent.WorkerCorrupt(stop.worker(), cause));
      default -> {}
    }
  }

  private List<PoolAction> next(PoolEvent event) {
    try {
      return state.apply(event, clock.now());
    } catch (RuntimeException | Error e) {
      listener.defect(e);
      return List.of();
    }
  }

  private void carryOut(PoolAction action) {
    switch (action) {
      case Start start -> workforce.start(start.worker());
      case Run run -> workforce.run(run.worker(), run.batch(), run.items(), run.firstSeq());
      case Withdraw withdraw -> {
        long claimed = workforce.withdraw(withdraw.worker(), withdraw.epoch());
        answers.add(new PoolEvent.Withdrawn(withdraw.worker(), claimed));
      }
      case Resume resume -> workforce.resume(resume.worker(), resume.epoch(), resume.nextSeq());
      case Observe observe -> answers.add(workforce.observe(observe.worker()));
      case Interrupt interrupt -> workforce.interrupt(interrupt.worker(), interrupt.seq());
      case Stop stop -> workforce.stop(stop.worker());
      case Kill kill -> workforce.kill(kill.worker());
      case Deliver deliver ->
          deliver
              .batch()
              .sink()
              .delivered(deliver.index(), deliver.count(), deliver.outcomes(), deliver.at());
      case Fail fail -> fail.batch().sink().failed(fail.items(), fail.failure());
      case Release release -> workforce.release(release.batch());
      case Forget forget -> workforce.forget(forget.worker(), forget.reason());
      case Retry() -> listener.retried();
      case StartsFail fails -> listener.startsFail(fails.lastExit(), fails.inARow());
      case StartsWork() -> listener.startsWork();
      case Terminated() -> {
        terminated = true;
        LockSupport.unpark(thread);
        listener.terminated();
      }
    }
  }

  private void keepTime() {
    while (!terminated) {
      if (handedOver) {
        handedOver = false;
        if (open.decrementAndGet() > 0) {
          turn(Integer.MAX_VALUE);
        }
        continue;
      }
      long wake = wakeAt;
      long rest = wake == Long.MAX_VALUE ? wake : wake - clock.now();
      if (rest <= 0) {
        wakeAt = Long.MAX_VALUE;
        post(new PoolEvent.TimePassed());
      } else {
        LockSupport.parkNanos(this, clock.slice(rest));
      }
    }
  }
}
