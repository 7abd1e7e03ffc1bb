package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.PoolEvent.ItemsAdded;
import io.procpool.runtime.dispatch.PoolEvent.ItemsCancelled;
import io.procpool.runtime.dispatch.PoolEvent.Resized;
import io.procpool.runtime.dispatch.PoolEvent.TimePassed;
import io.procpool.runtime.dispatch.PoolEvent.Withdrawn;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool's policy with simulated callers and workers around it, all random by one seed: the same
 * seed gives the same run.
 */
final class Simulation {

  private static final int MAX_STEPS = 1_000_000;

  private final Random random;
  private final Scenario scenario;
  private final VirtualTime time = new VirtualTime();
  private final RunningClock clock = new RunningClock(time::now);
  private final Referee referee;
  private final PoolState state;
  private final Map<Integer, SimulatedWorker> workers = new HashMap<>();
  private final ArrayDeque<PoolEvent> answers = new ArrayDeque<>();
  private final @Nullable Consumer<String> log;
  private long steps;
  private long poolTime;
  private long timerFor = Long.MAX_VALUE; // the pool's time that its thread waits for
  private long timerAt = Long.MAX_VALUE; // when it looks at the clock next

  /**
   * @param log told every event and action, if there is one
   */
  Simulation(long seed, @Nullable Consumer<String> log) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.scenario = Scenario.random(random);
    this.referee = new Referee(scenario, time, this::poolTime, id -> workers.get(id));
    this.state = new PoolState(scenario.limits(), scenario.startsAtOnce());
    this.log = log;
  }

  /** Runs to the end; how many events there were. */
  long run() {
    log(scenario);
    planBatches();
    planResizes();
    planStops();
    planEnd();
    while (step()) {
      if (++steps > MAX_STEPS) {
        throw new AssertionError("busy loop: more than " + MAX_STEPS + " steps");
      }
    }
    referee.atEnd();
    return steps;
  }

  private boolean step() {
    long timer = timerAt == Long.MAX_VALUE ? timerAt : Math.max(timerAt, time.stoppedUntil());
    long next = time.next();
    if (timer == Long.MAX_VALUE && next == Long.MAX_VALUE) {
      return false;
    }
    // After a stop the pool's thread may come first, or what lies in the channels.
    if (timer < next || (timer == next && timer > timerAt && random.nextBoolean())) {
      time.advanceTo(timer);
      lookAtClock();
    } else {
      time.runNext();
    }
    return true;
  }

  // ---- the pool's thread

  private long poolTime() {
    poolTime = Math.max(poolTime, clock.now());
    return poolTime;
  }

  private void lookAtClock() {
    if (state.wakeAt() <= clock.now()) {
      feed(new TimePassed());
    }
    setTimer();
  }

  private void setTimer() {
    timerFor = state.wakeAt();
    long slice = clock.slice(timerFor == Long.MAX_VALUE ? timerFor : timerFor - clock.now());
    timerAt =
        slice == Long.MAX_VALUE ? slice : time.now() + Math.max(0, slice) + scenario.wakeLagNanos();
  }

  // ---- the callers

  private void planBatches() {
    int batches = random.nextInt(random.nextInt(4) == 0 ? 40 : 8);
    for (int number = 0; number < batches; number++) {
      boolean single = random.nextInt(3) == 0;
      int size = single ? 1 : 1 + random.nextInt(random.nextInt(5) == 0 ? 400 : 40);
      int chunkSize = single || random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(20);
      planItems(new SimulatedBatch(number, size, chunkSize, random, scenario));
    }
  }

  private void planItems(SimulatedBatch batch) {
    long at = (long) (scenario.arrivalNanos() * random.nextDouble());
    boolean atOnce = random.nextInt(3) > 0;
    int to = 0;
    while (to < batch.size) {
      to = atOnce ? batch.size : Math.min(batch.size, to + 1 + random.nextInt(20));
      int known = to;
      time.atParent(at, () -> feed(new ItemsAdded(batch.batch, known)));
      at += random.nextInt(10_000_000);
    }
    if (random.nextInt(4) == 0) {
      int from = random.nextBoolean() ? 0 : random.nextInt(batch.size);
      boolean stopRunning = random.nextBoolean();
      long cancelAt = (long) ((at + 20_000_000) * random.nextDouble());
      time.atParent(cancelAt, () -> cancel(batch, from, stopRunning));
    }
  }

  private void cancel(SimulatedBatch batch, int from, boolean stopRunning) {
    feed(new ItemsCancelled(batch.batch, from, stopRunning));
    for (SimulatedWorker worker : workers.values()) {
      if (stopRunning && worker.runs(batch, from)) {
        referee.mustBeStopped(worker.id);
      }
    }
  }

  private void planResizes() {
    for (int i = random.nextInt(4) == 0 ? random.nextInt(5) : 0; i > 0; i--) {
      int workers = 1 + random.nextInt(8);
      long at = (long) (scenario.arrivalNanos() * 1.2 * random.nextDouble());
      time.atParent(at, () -> feed(new Resized(workers)));
    }
  }

  private void planStops() {
    for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0; i > 0; i--) {
      long nanos = 1 + random.nextInt(random.nextBoolean() ? 200_000_000 : 2_000_000_000);
      long at = (long) (scenario.arrivalNanos() * 1.2 * random.nextDouble());
      time.at(at, () -> time.stopParent(nanos));
    }
  }

  private void planEnd() {
    double late = random.nextInt(3) == 0 ? random.nextDouble() : 1.1 + random.nextDouble();
    long at = (long) (scenario.arrivalNanos() * late);
    if (random.nextInt(4) > 0) {
      time.atParent(at, () -> feed(new PoolEvent.Shutdown()));
    }
    if (random.nextInt(4) == 0) {
      long killedAt = at + random.nextInt(500_000_000);
      time.atParent(killedAt, () -> feed(new PoolEvent.ShutdownNow()));
    }
    // Whatever came before, an end comes: a second Shutdown changes nothing.
    time.atParent(at + 1_000_000_000, () -> feed(new PoolEvent.Shutdown()));
  }

  // ---- the dispatcher

  private void feed(PoolEvent event) {
    apply(event);
    PoolEvent answer;
    while ((answer = answers.poll()) != null) {
      apply(answer);
    }
    referee.atRest(state);
    if (state.wakeAt() < timerFor) {
      setTimer();
    }
  }

  private void apply(PoolEvent event) {
    log(event);
    referee.before(event);
    List<PoolAction> actions = state.apply(event, poolTime());
    for (PoolAction action : actions) {
      log(action);
      referee.allows(action);
      execute(action);
    }
    referee.after(event, actions.isEmpty(), state.wakeAt());
  }

  private void log(Object what) {
    if (log != null) {
      log.accept("%,d (%,d) %s".formatted(time.now(), poolTime(), what));
    }
  }

  private void execute(PoolAction action) {
    switch (action) {
      case PoolAction.Start start -> start(start.worker());
      case PoolAction.Run run -> workers.get(run.worker()).send(run);
      case PoolAction.Resume resume -> workers.get(resume.worker()).send(resume);
      case PoolAction.Stop stop -> workers.get(stop.worker()).send(stop);
      case PoolAction.Interrupt interrupt -> workers.get(interrupt.worker()).send(interrupt);
      case PoolAction.Withdraw withdraw -> {
        long claimed = workers.get(withdraw.worker()).close(withdraw.epoch());
        answers.add(new Withdrawn(withdraw.worker(), claimed));
      }
      case PoolAction.Observe observe -> answers.add(workers.get(observe.worker()).observe());
      case PoolAction.Kill kill -> workers.get(kill.worker()).kill();
      case PoolAction.Release release -> {}
      case PoolAction.Forget forget -> workers.remove(forget.worker());
      case PoolAction.Deliver deliver -> {}
      case PoolAction.Fail fail -> {}
      case PoolAction.Retry() -> {}
      case PoolAction.StartsFail fails -> {}
      case PoolAction.StartsWork() -> {}
      case PoolAction.Terminated() -> {}
    }
  }

  private void start(int id) {
    var worker = new SimulatedWorker(id, scenario, time, random, this::feed);
    workers.put(id, worker);
    worker.start();
  }
}
