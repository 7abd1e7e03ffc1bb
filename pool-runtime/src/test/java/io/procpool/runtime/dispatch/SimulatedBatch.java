package io.procpool.runtime.dispatch;

import io.procpool.ipc.message.Delivery;
import java.util.BitSet;
import java.util.Random;
import java.util.SplittableRandom;

/** A batch of a simulation: what its items do, and what has become of each of them. */
final class SimulatedBatch implements BatchPayload, BatchSink {

  /** What an item does when it runs. */
  enum Behaviour {
    RETURNS,
    KILLS_ITS_WORKER,
    WAITS_FOR_INTERRUPT,
    NEVER_ENDS
  }

  final int number;
  final int size;
  final int chunkSize;
  final Batch batch;
  private final long seed;
  private final long meanNanos;
  private final Scenario scenario;
  private final int[] runs;
  private final int[] deaths;
  private final long[] claimedAt;
  private final long[] ranNanos; // the last run; -1 before its end
  private final BitSet running = new BitSet();
  private final BitSet settled = new BitSet();
  private long known;
  private long cancelledFrom = Long.MAX_VALUE;

  SimulatedBatch(int number, int size, int chunkSize, Random random, Scenario scenario) {
    this.number = number;
    this.size = size;
    this.chunkSize = chunkSize;
    this.scenario = scenario;
    this.seed = random.nextLong();
    this.meanNanos = (long) Math.pow(10, 2 + random.nextDouble() * (size > 50 ? 4.5 : 6));
    this.runs = new int[size];
    this.deaths = new int[size];
    this.claimedAt = new long[size];
    this.ranNanos = new long[size];
    boolean unknown = random.nextInt(3) == 0;
    Delivery delivery = random.nextBoolean() ? Delivery.EACH : Delivery.TOGETHER;
    this.batch = new Batch(this, this, new Pace(), delivery, chunkSize, unknown ? 0 : size);
  }

  // ---- what items do: always the same for the same item

  long nanos(int index) {
    SplittableRandom random = of(index);
    long nanos = (long) (meanNanos * (0.5 + random.nextDouble()));
    return random.nextInt(100) == 0 ? Math.min(nanos * 100, 200_000_000) : nanos;
  }

  Behaviour behaviour(int index) {
    int dice = of(index).split().nextInt(1000);
    if (dice < scenario.faults().poison()) {
      return Behaviour.KILLS_ITS_WORKER;
    }
    if (scenario.endless() && dice >= 970) {
      return dice >= 985 ? Behaviour.NEVER_ENDS : Behaviour.WAITS_FOR_INTERRUPT;
    }
    return Behaviour.RETURNS;
  }

  private SplittableRandom of(int index) {
    return new SplittableRandom(seed + 31L * index);
  }

  // ---- what has become of them

  void added(long to) {
    known = to;
  }

  void cancelled(long from) {
    cancelledFrom = Math.min(cancelledFrom, from);
  }

  boolean isCancelled(long index) {
    return index >= cancelledFrom;
  }

  long known() {
    return known;
  }

  long open() {
    return known - settled.cardinality();
  }

  void claimed(int index, long now) {
    check(index < known, index, "ran before it was there");
    check(!settled.get(index), index, "ran after its end was told");
    check(!running.get(index), index, "runs twice at once");
    check(!isCancelled(index), index, "ran after it was cancelled");
    check(runs[index] <= deaths[index], index, "ran again without a death");
    running.set(index);
    runs[index]++;
    claimedAt[index] = now;
    ranNanos[index] = -1;
  }

  void ended(int index, long nanos) {
    ranNanos[index] = nanos;
  }

  /** How long its last run took, or takes if it has not ended. */
  long ran(int index, long now) {
    return ranNanos[index] >= 0 ? ranNanos[index] : now - claimedAt[index];
  }

  /** Its worker has ended without reporting it. */
  void lost(int index) {
    running.clear(index);
    deaths[index]++;
  }

  void settle(long from, long to) {
    for (long index = from; index < to; index++) {
      check(index < known, index, "ended before it was there");
      check(!settled.get((int) index), index, "ended twice");
      settled.set((int) index);
      running.clear((int) index);
    }
  }

  boolean hasRun(int index) {
    return runs[index] > 0;
  }

  int deaths(int index) {
    return deaths[index];
  }

  void check(boolean holds, long index, String complaint) {
    if (!holds) {
      throw new AssertionError("item %d of batch %d %s".formatted(index, number, complaint));
    }
  }

  @Override
  public void delivered(long index, int count, Outcomes outcomes, int at) {
    throw new AssertionError("the policy calls no sink");
  }

  @Override
  public void failed(Range range, Failure failure) {
    throw new AssertionError("the policy calls no sink");
  }

  @Override
  public String toString() {
    return "batch " + number;
  }
}
