package io.procpool.runtime.call;

import io.procpool.ipc.message.OutcomeKind;
import io.procpool.runtime.dispatch.BatchSink;
import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.Outcomes;
import io.procpool.runtime.dispatch.Range;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sink of a batch of one item. */
final class OneCall<R extends @Nullable Object> implements BatchSink {

  private final Inputs inputs;
  private final CallContext pool;
  private final Consumer<TaskEnd<R>> to;
  private final Supplier<Runnable> task;

  OneCall(Inputs inputs, CallContext pool, Consumer<TaskEnd<R>> to, Supplier<Runnable> task) {
    this.inputs = inputs;
    this.pool = pool;
    this.to = to;
    this.task = task;
  }

  @Override
  public void delivered(long index, int count, Outcomes outcomes, int at) {
    inputs.release(new Range(index, index + count));
    pool.leave();
    to.accept(new Delivered<>((OutcomeFrame) outcomes, at));
  }

  @Override
  public void failed(Range range, Failure failure) {
    inputs.release(range);
    pool.leave();
    if (failure instanceof Failure.Cancelled) {
      pool.neverStarted(task);
    }
    to.accept(new TaskEnd.GivenUp<>(pool.verdicts().of(failure, range.from())));
  }

  private record Delivered<R extends @Nullable Object>(OutcomeFrame frame, int at)
      implements TaskEnd<R> {

    @Override
    public boolean isSuccess() {
      return frame.kind(at) == OutcomeKind.VALUE;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    @SuppressWarnings({
      "unchecked",
      "NullAway"
    }) // R is what the caller's function returns; it may be null
    public R read() throws CallFailure {
      if (!isSuccess()) {
        throw CallFailure.of(frame, at);
      }
      return (R) frame.read(at);
    }
  }
}
