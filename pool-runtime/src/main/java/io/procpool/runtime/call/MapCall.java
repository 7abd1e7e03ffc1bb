package io.procpool.runtime.call;

import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sink of a {@code map}: keeps the items' ends until all have one. At the first failure it asks
 * that later items be cancelled; earlier ones go on, as one of them might fail too, and the first
 * in input order is the one reported.
 */
final class MapCall<R extends @Nullable Object> implements SegmentSink {

  private final Inputs inputs;
  private final Verdicts verdicts;
  private final Consumer<TaskEnd<List<R>>> to;
  private final LongConsumer cancelFrom;
  private final List<Segment> segments = new ArrayList<>(); // guarded by this, with the next two
  private long ended;
  private long total = Long.MAX_VALUE;
  private volatile long firstFailed = Long.MAX_VALUE; // written by the dispatcher only

  MapCall(
      Inputs inputs, Verdicts verdicts, Consumer<TaskEnd<List<R>>> to, LongConsumer cancelFrom) {
    this.inputs = inputs;
    this.verdicts = verdicts;
    this.to = to;
    this.cancelFrom = cancelFrom;
  }

  /** Caller: there are this many items. */
  void total(long items) {
    synchronized (this) {
      total = items;
    }
    endIfComplete();
  }

  /** Whether an item has failed. */
  boolean hasFailed() {
    return firstFailed != Long.MAX_VALUE;
  }

  @Override
  public void take(Segment segment) {
    Range items = segment.items();
    inputs.release(items);
    long failed = segment.firstFailure();
    synchronized (this) {
      segments.add(segment);
      ended += items.size();
    }
    if (failed < firstFailed) {
      firstFailed = failed;
      cancelFrom.accept(failed + 1);
    }
    endIfComplete();
  }

  private void endIfComplete() {
    synchronized (this) {
      if (ended < total) {
        return;
      }
    }
    to.accept(new Complete());
  }

  /** All items have ended; nothing changes any more. */
  private final class Complete implements TaskEnd<List<R>> {

    @Override
    public boolean isSuccess() {
      return firstFailed == Long.MAX_VALUE;
    }

    @Override
    public boolean isCancelled() {
      for (Segment segment : segments) {
        Range items = segment.items();
        if (segment instanceof Segment.GivenUp(_, Failure.Cancelled())
            && items.from() <= firstFailed
            && firstFailed < items.to()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public List<R> read() throws CallFailure {
      ResultList<R> results = new ResultList<>(Math.toIntExact(isSuccess() ? total : 0));
      for (Segment segment : segments) {
        Range items = segment.items();
        if (!isSuccess() && (firstFailed < items.from() || firstFailed >= items.to())) {
          continue;
        }
        long from = isSuccess() ? items.from() : firstFailed;
        for (long i = from; i < items.to(); i++) {
          results.fill((int) i, segment.read(i, verdicts));
        }
      }
      return results;
    }
  }
}
