package io.procpool.runtime.call;

import static java.util.Objects.requireNonNull;

import io.procpool.ResultIterator;
import io.procpool.TaskAction;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import io.procpool.ipc.message.CallKind;
import io.procpool.ipc.message.Delivery;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.runtime.dispatch.Batch;
import io.procpool.runtime.dispatch.Pace;
import io.procpool.runtime.dispatch.PoolEvent;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of what callers ask: pickles in the calling thread, so that what cannot be sent
 * fails there.
 */
public final class Calls {

  /** No chunk size given: chunks size themselves. */
  public static final int AUTOMATIC = 0;

  private final CallContext pool;
  private final Object owner;

  /**
   * Calls of this pool.
   *
   * @param owner what results and iterators keep reachable while they are open: the pool as its
   *     user holds it
   */
  public Calls(CallContext pool, Object owner) {
    this.pool = pool;
    this.owner = owner;
  }

  /**
   * Runs one item.
   *
   * @param argument what the function is called with; ignored if {@code kind} takes none
   * @param waits whether the caller waits for the result, so that it cannot change the argument
   *     meanwhile
   */
  public <R extends @Nullable Object> PendingResult<R> one(
      CallKind kind, Object function, @Nullable Object argument, boolean waits) {
    requireNonNull(function, "task");
    pool.enter();
    try {
      return post(kind, function, argument, waits);
    } catch (RuntimeException | Error e) {
      pool.leave();
      throw e;
    }
  }

  private <R extends @Nullable Object> PendingResult<R> post(
      CallKind kind, Object function, @Nullable Object argument, boolean waits) {
    PickleBuffer pickled = new PickleBuffer(128);
    PickledItem sentFunction = pickle(function, pickled, !waits);
    boolean takesOne = kind == CallKind.FUNCTION || kind == CallKind.BI_FUNCTION;
    Inputs input = new OneInput(takesOne ? pickle(argument, pickled, !waits) : PickledItem.EMPTY);
    Supplier<Runnable> asRunnable = () -> asRunnable(kind, function, argument);
    return post(kind, sentFunction, input, pool.pace(function.getClass()), asRunnable, waits);
  }

  /** Posts what was pickled, of a call that has entered the pool. */
  <R extends @Nullable Object> PendingResult<R> post(
      CallKind kind,
      PickledItem function,
      Inputs input,
      Pace pace,
      Supplier<Runnable> asRunnable,
      boolean waits) {
    PendingResult<R> result = new PendingResult<>(pool.callbacks(), owner);
    Waiter waiter = waits ? result.awaited(pace.nanosPerItem()) : null;
    Batch batch =
        new Batch(
            CallPayload.ofOne(kind, function, input, waiter),
            pool.counting(new OneCall<R>(input, pool, result::end, asRunnable)),
            pace,
            Delivery.EACH,
            AUTOMATIC,
            1);
    result.onCancel(stopRunning -> cancel(batch, stopRunning));
    pool.post(new PoolEvent.ItemsAdded(batch, 1));
    return result;
  }

  /**
   * Pickles a function, to be started later.
   *
   * @param user the user's own function, which {@code function} may have been made of
   * @throws io.procpool.NotSendableException if it cannot be sent
   */
  public <R extends @Nullable Object> PreparedTask<R> prepare(
      CallKind kind, Object function, Object user) {
    PickledItem sentFunction = pickle(function, new PickleBuffer(128), true);
    Pace pace = pool.pace(user.getClass());
    return new PreparedTask<>(this, pool, kind, sentFunction, pace, function);
  }

  /** The result of something that runs in this process, and is ended by {@link PendingResult}. */
  public <R extends @Nullable Object> PendingResult<R> local(PendingResult.Canceller canceller) {
    PendingResult<R> result = new PendingResult<>(pool.callbacks(), owner);
    result.onCancel(canceller);
    return result;
  }

  /** What {@code shutdownNow} returns for a task that never started. */
  @SuppressWarnings({"unchecked", "NullAway"}) // the function was accepted with this argument
  static Runnable asRunnable(CallKind kind, Object function, @Nullable Object argument) {
    return switch (kind) {
      case RUNNABLE -> (Runnable) function;
      case ACTION ->
          new FutureTask<@Nullable Object>(() -> {
            ((TaskAction) function).run();
            return null;
          });
      case CALLABLE -> new FutureTask<>((Callable<?>) function);
      case FUNCTION ->
          new FutureTask<>(() -> ((TaskFunction<@Nullable Object, ?>) function).apply(argument));
      case BI_FUNCTION -> {
        Object[] pair = (Object[]) requireNonNull(argument);
        yield new FutureTask<>(() ->
            ((TaskBiFunction<@Nullable Object, @Nullable Object, ?>) function)
                .apply(pair[0], pair[1]));
      }
    };
  }

  /** Runs all items; returns when all are pickled. */
  public <T extends @Nullable Object, R extends @Nullable Object> PendingResult<List<R>> map(
      CallKind kind, Object function, Iterable<? extends T> inputs, int chunkSize, boolean waits) {
    requireNonNull(function, "function");
    requireNonNull(inputs, "inputs");
    pool.requireAccepting();
    InputBlocks blocks = new InputBlocks();
    boolean snapshot = !waits || !StillInputs.are(inputs);
    PickledItem sentFunction = pickle(function, new PickleBuffer(128), snapshot);
    PendingResult<List<R>> result = new PendingResult<>(pool.callbacks(), owner);
    AtomicReference<@Nullable Batch> begun = new AtomicReference<>();
    MapCall<R> sink =
        new MapCall<>(
            blocks,
            pool.verdicts(),
            end -> {
              result.end(end);
              release(requireNonNull(begun.get()));
            },
            from -> cancelFrom(begun.get(), from));
    Batch batch =
        new Batch(
            CallPayload.ofMany(kind, sentFunction, blocks),
            pool.counting(sink),
            pool.pace(function.getClass()),
            Delivery.TOGETHER,
            chunkSize,
            inputs instanceof Collection<?> known ? known.size() : 0);
    begun.set(batch);
    result.onCancel(stopRunning -> cancel(batch, stopRunning));
    InputFeeder<T> feeder = new InputFeeder<>(pool, batch, blocks, chunkSize, snapshot);
    pool.beginProducing();
    try {
      for (T input : inputs) {
        if (sink.hasFailed()) {
          break; // what comes later would be cancelled anyway
        }
        feeder.add(input);
      }
      feeder.publishAll();
    } catch (RuntimeException | Error e) {
      cancel(batch, false);
      release(batch);
      throw e;
    } finally {
      pool.endProducing();
    }
    sink.total(feeder.added());
    return result;
  }

  /** Runs items as their results are read. */
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> lazily(
      CallKind kind,
      Object function,
      Iterator<? extends T> inputs,
      int chunkSize,
      boolean ordered) {
    requireNonNull(function, "function");
    Intake intake = pool.beginIntake();
    try {
      return begin(kind, function, inputs, chunkSize, ordered, intake);
    } catch (RuntimeException | Error e) {
      intake.end();
      throw e;
    }
  }

  private <T extends @Nullable Object, R extends @Nullable Object> LazyResults<T, R> begin(
      CallKind kind,
      Object function,
      Iterator<? extends T> inputs,
      int chunkSize,
      boolean ordered,
      Intake intake) {
    InputBlocks blocks = new InputBlocks();
    ResultQueue results = new ResultQueue(blocks, ordered);
    Batch batch =
        new Batch(
            CallPayload.ofMany(kind, pickle(function, new PickleBuffer(128), true), blocks),
            pool.counting(results),
            pool.pace(function.getClass()),
            Delivery.EACH,
            chunkSize,
            0);
    InputFeeder<T> feeder = new InputFeeder<>(pool, batch, blocks, chunkSize, true);
    OpenCall call = new OpenCall(pool, intake, batch);
    LazyResults<T, R> iterator =
        new LazyResults<>(inputs, call, feeder, results, pool.verdicts(), owner);
    pool.whenDropped(iterator, call::cancel);
    return iterator;
  }

  PickledItem pickle(@Nullable Object value, PickleBuffer buffer, boolean snapshot) {
    buffer.clear();
    pool.pickler().pickle(value, buffer);
    if (snapshot) {
      buffer.ownArrays(0);
    }
    return PickledItem.of(buffer);
  }

  /** The batch has ended: workers need not keep its function. */
  private void release(Batch batch) {
    if (((CallPayload) batch.payload()).isFunctionKept()) {
      pool.post(new PoolEvent.BatchEnded(batch));
    }
  }

  private void cancel(Batch batch, boolean stopRunning) {
    pool.post(new PoolEvent.ItemsCancelled(batch, 0, stopRunning));
  }

  private void cancelFrom(@Nullable Batch batch, long index) {
    pool.post(new PoolEvent.ItemsCancelled(requireNonNull(batch), index, false));
  }
}
