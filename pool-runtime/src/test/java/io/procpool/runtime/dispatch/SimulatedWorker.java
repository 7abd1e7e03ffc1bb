package io.procpool.runtime.dispatch;

import io.procpool.WorkerDiedException;
import io.procpool.ipc.message.Delivery;
import io.procpool.runtime.dispatch.PoolEvent.ItemsFinished;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import io.procpool.runtime.dispatch.PoolEvent.ReplacementAsked;
import io.procpool.runtime.dispatch.PoolEvent.WorkerCorrupt;
import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker process, its claim word, its outbox and both directions of its link, on virtual time. It
 * may die, freeze, babble or be deaf at any point.
 */
final class SimulatedWorker {

  private static final long MILLI = 1_000_000;

  /** An item this worker was sent. */
  private record Item(SimulatedBatch batch, int index) {}

  /** An item this worker has run. */
  record Done(SimulatedBatch batch, int index, long nanos) {}

  /** What a report holds. */
  record Report(List<Done> done) implements Outcomes {
    @Override
    public int count() {
      return done.size();
    }

    @Override
    public long runNanos(int at, int count) {
      return done.subList(at, at + count).stream().mapToLong(Done::nanos).sum();
    }
  }

  private enum Life {
    STARTING,
    READY,
    LEAVING,
    GONE
  }

  final int id;
  private final Scenario scenario;
  private final VirtualTime time;
  private final Random random;
  private final Consumer<PoolEvent> parent;

  private Life life = Life.STARTING;
  private boolean frozen;
  private long thawedAt = Long.MIN_VALUE;
  private boolean babbling;
  private final List<Runnable> frozenSteps = new ArrayList<>();
  private long lastArrivalHere;
  private long lastArrivalThere;

  private long claimed;
  private boolean closed;
  private int epoch;

  private final ArrayDeque<Item> sent = new ArrayDeque<>();
  private final ArrayDeque<Item> unreported = new ArrayDeque<>();
  private long reported;
  private final List<Done> outbox = new ArrayList<>();
  private int flushed;
  private boolean flushPlanned;
  private Delivery holding = Delivery.EACH;
  private long lastFlush;
  private @Nullable Item running;
  private long runningSince;
  private boolean stopAsked;
  private int exitCode = 1;

  SimulatedWorker(
      int id, Scenario scenario, VirtualTime time, Random random, Consumer<PoolEvent> parent) {
    this.id = id;
    this.scenario = scenario;
    this.time = time;
    this.random = random;
    this.parent = parent;
  }

  // ---- what the parent does

  void start() {
    int nanos = random.nextInt(scenario.startNanos());
    if (chance(scenario.faults().launchFails())) {
      die();
    } else if (chance(scenario.faults().startDies())) {
      later(nanos, this::die);
    } else if (chance(scenario.faults().startHangs())) {
      frozen = true;
    } else if (chance(scenario.faults().startCorrupt())) {
      later(nanos, this::babble);
    } else {
      later(nanos, random.nextBoolean() ? this::ready : this::initialize);
    }
  }

  void send(PoolAction message) {
    lastArrivalHere = Math.max(lastArrivalHere, time.now() + linkNanos());
    time.at(lastArrivalHere, () -> step(() -> receive(message)));
  }

  /** Closes the claim word; the seq of the first item that is never started. */
  long close(int newEpoch) {
    closed = true;
    epoch = newEpoch;
    return claimed;
  }

  Observed observe() {
    long runs = running == null ? 0 : time.now() - runningSince;
    return new Observed(id, claimed, runs, random.nextInt(10) == 0, random.nextInt(10) == 0);
  }

  /** Whether it stands still, or did so at that time or later. */
  boolean stoodStillSince(long from) {
    return frozen || thawedAt >= from;
  }

  void kill() {
    exitCode = -9;
    time.after(random.nextInt(100_000), this::die);
  }

  /** Whether it runs an item of the batch from {@code index} on. */
  boolean runs(SimulatedBatch batch, long index) {
    return running != null && running.batch == batch && running.index >= index;
  }

  // ---- what the worker does

  private void initialize() {
    report(new PoolEvent.WorkerInitializing(id));
    if (chance(scenario.faults().startDies())) {
      later(random.nextInt(scenario.startNanos()), this::die);
    } else {
      later(random.nextInt(scenario.startNanos()), this::ready);
    }
  }

  private void ready() {
    life = Life.READY;
    report(new WorkerReady(id));
    if (chance(scenario.faults().asksReplacement())) {
      report(new ReplacementAsked(id));
    }
    if (chance(scenario.faults().idleDeath())) {
      time.after((long) (random.nextDouble() * 2_000 * MILLI), this::die);
    }
    if (chance(scenario.faults().freeze())) {
      later(random.nextInt((int) (100 * MILLI)), this::freeze);
    }
  }

  private void receive(PoolAction message) {
    if (life != Life.READY) {
      return;
    }
    switch (message) {
      case PoolAction.Run run -> receiveItems(run);
      case PoolAction.Resume resume -> resume(resume);
      case PoolAction.Stop stop -> stopAsked = true;
      case PoolAction.Interrupt interrupt -> interrupt(interrupt.seq());
      default -> throw new AssertionError("not for a worker: " + message);
    }
    runNext();
  }

  private void receiveItems(PoolAction.Run run) {
    if (closed) {
      return;
    }
    long expected = claimed + sent.size();
    if (run.firstSeq() != expected) {
      throw new AssertionError("worker " + id + " expected seq " + expected + " and got " + run);
    }
    for (long index = run.items().from(); index < run.items().to(); index++) {
      sent.add(new Item((SimulatedBatch) run.batch().payload(), (int) index));
    }
  }

  private void resume(PoolAction.Resume resume) {
    if (resume.epoch() == epoch) {
      if (!closed || resume.nextSeq() != claimed) {
        throw new AssertionError("worker " + id + " at " + claimed + " cannot follow " + resume);
      }
      sent.clear();
      closed = false;
    }
  }

  private void interrupt(long seq) {
    if (running == null || claimed - 1 != seq) {
      return;
    }
    switch (running.batch.behaviour(running.index)) {
      case RETURNS -> {
        if (random.nextBoolean()) {
          finish(running);
        }
      }
      case WAITS_FOR_INTERRUPT -> finish(running);
      case NEVER_ENDS, KILLS_ITS_WORKER -> {}
    }
  }

  private void runNext() {
    if (running != null || life != Life.READY) {
      return;
    }
    if (closed) {
      sent.clear();
    }
    Item item = sent.poll();
    if (item != null) {
      run(item);
      return;
    }
    flush();
    if (stopAsked) {
      leave();
    }
  }

  private void run(Item item) {
    Delivery delivery = item.batch.batch.delivery();
    if (delivery != holding) {
      flush();
      holding = delivery;
    }
    claimed++;
    item.batch.claimed(item.index, time.now());
    unreported.add(item);
    running = item;
    runningSince = time.now();
    long nanos = item.batch.nanos(item.index);
    long middle = (long) (nanos * random.nextDouble());
    switch (item.batch.behaviour(item.index)) {
      case RETURNS -> later(nanos, () -> finish(item));
      case KILLS_ITS_WORKER -> later(middle, this::die);
      case WAITS_FOR_INTERRUPT, NEVER_ENDS -> {}
    }
    if (chance(scenario.faults().itemDeath())) {
      time.after(middle, this::die);
    } else if (chance(scenario.faults().freeze())) {
      later(middle, this::freeze);
    } else if (chance(scenario.faults().corrupt())) {
      later(middle, this::babble);
    }
  }

  private void finish(Item item) {
    if (running != item) {
      return;
    }
    running = null;
    long nanos = time.now() - runningSince;
    item.batch.ended(item.index, nanos);
    outbox.add(new Done(item.batch, item.index, nanos));
    long hold = Math.max(MILLI, holding.holdNanos());
    if (time.now() - lastFlush >= hold) {
      flush();
    } else if (!flushPlanned) {
      flushPlanned = true;
      later(lastFlush + hold - time.now(), this::flush);
    }
    if (chance(scenario.faults().itemDeath() / 2)) {
      die();
    }
    runNext();
  }

  private void flush() {
    flushPlanned = false;
    lastFlush = time.now();
    if (flushed < outbox.size()) {
      reportItems(flushed);
      if (chance(scenario.faults().asksReplacement())) {
        report(new ReplacementAsked(id));
      }
    }
  }

  private void reportItems(int first) {
    List<Done> done = List.copyOf(outbox.subList(first, outbox.size()));
    flushed = outbox.size();
    report(new ItemsFinished(id, first, new Report(done)));
  }

  private void leave() {
    life = Life.LEAVING;
    exitCode = 0;
    long grace = scenario.limits().times().grace();
    if (chance(scenario.faults().lingers())) {
      report(new PoolEvent.WorkerLingers(id));
      time.after((long) (grace * 20 * random.nextDouble()), this::die); // its children end
      return;
    }
    boolean slow = chance(scenario.faults().leavesSlowly());
    later((long) (grace * (slow ? 3 : 0.9) * random.nextDouble()), this::die);
  }

  private void freeze() {
    frozen = true;
    if (!scenario.hasTaskTimeout() || random.nextBoolean()) {
      time.after((long) (random.nextDouble() * 400 * MILLI), this::thaw);
    }
  }

  private void thaw() {
    frozen = false;
    thawedAt = time.now();
    List<Runnable> missed = List.copyOf(frozenSteps);
    frozenSteps.clear();
    missed.forEach(this::step);
  }

  private void babble() {
    babbling = true;
    if (life == Life.READY && random.nextBoolean()) {
      report(new ItemsFinished(id, claimed + 1, new Report(List.of(new Done(null, 0, 1)))));
    } else {
      report(new WorkerCorrupt(id, new IllegalStateException("babble")));
    }
  }

  /** From here on only what is under way and what lies in the outbox reaches the parent. */
  private void die() {
    if (life == Life.GONE) {
      return;
    }
    life = Life.GONE;
    running = null;
    if (!outbox.isEmpty() && !chance(scenario.faults().outboxLost())) {
      reportItems(Math.max(0, flushed - random.nextInt(3)));
    }
    var death = new WorkerDiedException.Death(1000L + id, exitCode, List.of(), null);
    report(new WorkerEnded(id, claimed, new WorkerExit(death, null, random.nextBoolean())));
  }

  // ---- the links

  private void report(PoolEvent event) {
    lastArrivalThere = Math.max(lastArrivalThere, time.now() + linkNanos());
    time.atParent(lastArrivalThere, () -> arrive(event));
  }

  private void arrive(PoolEvent event) {
    if (event instanceof ItemsFinished finished && finished.firstSeq() <= reported) {
      long end = finished.firstSeq() + finished.outcomes().count();
      for (; reported < end; reported++) {
        unreported.remove();
      }
    }
    if (event instanceof WorkerEnded) {
      unreported.forEach(item -> item.batch.lost(item.index));
    }
    parent.accept(event);
  }

  private long linkNanos() {
    return 1 + random.nextInt(scenario.linkNanos());
  }

  private boolean chance(int inThousand) {
    return inThousand > 0 && random.nextInt(1000) < inThousand;
  }

  /** Plans what a frozen worker does only when it is thawed, and a dead one never. */
  private void later(long nanos, Runnable step) {
    time.after(Math.max(0, nanos), () -> step(step));
  }

  private void step(Runnable step) {
    if (frozen) {
      frozenSteps.add(step);
    } else if (life != Life.GONE && !babbling) {
      step.run();
    }
  }
}
