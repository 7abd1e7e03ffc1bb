package io.procpool;

import io.procpool.spi.Providers;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExecutorService} whose threads are processes: tasks run in worker JVMs, one at a time
 * in each.
 *
 * <pre>{@code
 * try (Pool pool = Pool.create(4)) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));    // [1, 4, 9]
 * }
 * }</pre>
 *
 * <p><b>Copies.</b> Tasks, arguments and results are pickled: the worker gets a copy, and the
 * caller gets a copy back. What the function of a {@code map}, {@code starmap} or {@code imap}
 * captures is sent to each worker once, if it is large, and a worker's tasks of one call may share
 * that copy. Arguments are pickled by the calling thread before the call returns, so what cannot be
 * sent fails there, with {@link NotSendableException}. Results are read by the thread that asks for
 * them.
 *
 * <p><b>As any executor.</b> The methods that take a plain {@link Runnable} or {@link
 * java.util.concurrent.Callable} are those that other libraries call: there what cannot be sent is
 * refused by {@link RejectedExecutionException}, with the {@link NotSendableException} as its
 * cause. What the JDK and Guava wrap around a user's function ({@link
 * java.util.concurrent.FutureTask}, stages of {@link CompletableFuture}, {@code ListenableFuture}s)
 * runs in this process, on a virtual thread, and the function in a worker. Any other library's
 * wrapper is refused, be it serializable or not, as it completes a future or serves a queue of this
 * process: give the pool the task itself, and go on from {@link AsyncResult#toCompletableFuture}.
 *
 * <p><b>Failures.</b> What a task throws arrives as the cause of {@link TaskFailedException}
 * (synchronous calls and iterators) or of {@link java.util.concurrent.ExecutionException}
 * (futures). A worker that dies costs the task it was running, which fails with {@link
 * WorkerDiedException} or, with {@link PoolOptions#withRetries}, runs again elsewhere; a new worker
 * takes its place.
 *
 * <p><b>Interrupts.</b> A thread that is interrupted in {@code apply}, {@code map} or {@code
 * starmap} cancels the call, as {@link AsyncResult#cancel cancel(true)} does, and gets a {@link
 * java.util.concurrent.CancellationException}; it stays interrupted.
 *
 * <p><b>The end.</b> What was accepted is done: from its first task to its termination a pool keeps
 * the JVM alive, as a {@link java.util.concurrent.ThreadPoolExecutor} does, and its tasks'
 * callbacks are run before the JVM ends. So a program whose pool is never closed does not end by
 * itself, unless {@link PoolOptions#withDaemon} says so. {@link #shutdown} takes no new call and
 * lets those that were begun go on, an iterator of {@code imap} until it is at its end, closed or
 * dropped. {@link #close} does the same and waits, but open iterators take no further inputs, as
 * who closes a pool may be the one who would read them. {@link #shutdownNow} kills. A pool that
 * nobody holds any more, and whose tasks have ended, is ended with a warning.
 *
 * <p><b>After shutdown</b> every method that takes a task throws {@link
 * RejectedExecutionException}. A pool belongs to the process that opened it: it cannot be sent, and
 * a task that needs one opens its own.
 *
 * <p>Safe for any number of threads, also from callbacks, and from virtual threads.
 */
public interface Pool extends ExecutorService {

  /** A pool with one worker per available processor. */
  static Pool create() {
    return open(PoolOptions.defaults());
  }

  /**
   * A pool with this many workers.
   *
   * @throws IllegalArgumentException if {@code workers < 1}
   */
  static Pool create(int workers) {
    return open(PoolOptions.defaults().withWorkers(workers));
  }

  /**
   * A pool as {@code options} say. Returns at once; the workers start in the background, as many at
   * a time as there are processors.
   *
   * <p>A class initializer runs in each process that uses the class. A pool that one opens in a
   * worker or another child starts no worker before it is used.
   *
   * @throws IllegalStateException if its workers would be deeper than {@link
   *     PoolOptions#maxNesting()} below the program
   */
  static Pool open(PoolOptions options) {
    return Providers.pools().open(options);
  }

  /**
   * Runs the task in a worker and waits for its result.
   *
   * @throws TaskFailedException if it threw
   * @throws PoolException as the class comment says
   */
  <R extends @Nullable Object> R apply(Task<R> task);

  /**
   * Runs the action in a worker and waits for its end; throws as {@link #apply(Task)}. Chosen for
   * lambdas that return nothing.
   */
  void apply(TaskAction action);

  /**
   * Runs {@code function} on {@code argument} in a worker and waits for its result; throws as
   * {@link #apply(Task)}.
   */
  <T extends @Nullable Object, R extends @Nullable Object> R apply(
      TaskFunction<? super T, ? extends R> function, T argument);

  /**
   * Runs {@code function} on both arguments in a worker and waits; throws as {@link #apply(Task)}.
   */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> R apply(
      TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second);

  /** Runs the task in a worker; returns at once. */
  <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task);

  /** Runs the action in a worker; returns at once. The result, when it has ended, is null. */
  AsyncResult<?> applyAsync(TaskAction action);

  /** Runs {@code function} on {@code argument} in a worker; returns at once. */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> function, T argument);

  /** Runs {@code function} on both arguments in a worker; returns at once. */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<R> applyAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second);

  /**
   * Runs the task in a worker; returns at once. The future completes with its result, or with the
   * exception that {@link AsyncResult#get()} would have as its cause, on a thread of the pool's
   * callback executor. Cancelling it cancels the task, as {@link AsyncResult#cancel cancel(true)}
   * does. Its stages run in this process.
   */
  default <R extends @Nullable Object> CompletableFuture<R> supplyAsync(Task<R> task) {
    AsyncResult<R> result = applyAsync(task);
    return result.toCompletableFuture();
  }

  /**
   * Applies {@code function} to every input, in parallel, and waits for all results.
   *
   * <p>Inputs travel in chunks that size themselves by the measured time of a task.
   *
   * @return the results in the order of the inputs; unmodifiable, may contain null
   * @throws TaskFailedException of the first input, in input order, whose task threw; what has not
   *     started by then is cancelled
   */
  <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs);

  /**
   * As {@link #map(TaskFunction, Iterable)}, with chunks of this many inputs.
   *
   * @throws IllegalArgumentException if {@code chunkSize < 1}
   */
  <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize);

  /** As {@link #map(TaskFunction, Iterable)}, of a stream's elements. */
  default <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> function, Stream<? extends T> inputs) {
    return map(function, once(inputs.iterator()));
  }

  /**
   * As {@link #map(TaskFunction, Iterable)}, without waiting for results: the inputs are read and
   * pickled before it returns.
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs);

  /** As {@link #mapAsync(TaskFunction, Iterable)}, with chunks of this many inputs. */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize);

  /**
   * Applies {@code function} to the inputs lazily: an iterator over the results in the order of the
   * inputs.
   *
   * <p>Inputs are taken, by the thread that reads the results, at most {@link
   * PoolOptions#imapWindow()} ahead of it, and only while what this call holds of inputs and
   * results is less than an eighth of the heap; so endless inputs run in constant memory, and items
   * that are larger than that run one at a time. If taking an input throws, the results before it
   * are delivered first, then that exception.
   */
  <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs);

  /** As {@link #imap(TaskFunction, Iterable)}, with chunks of this many inputs. */
  <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize);

  /** As {@link #imap(TaskFunction, Iterable)}, of an iterator's elements. */
  default <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, Iterator<? extends T> inputs) {
    return imap(function, once(inputs));
  }

  /** As {@link #imap(TaskFunction, Iterable)}, of the results of another one, as they come. */
  default <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, ResultIterator<? extends T> inputs) {
    return imap(function, once(inputs));
  }

  /** As {@link #imap(TaskFunction, Iterable)}, of a stream's elements. */
  default <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, Stream<? extends T> inputs) {
    return imap(function, once(inputs.iterator()));
  }

  /**
   * As {@link #imap(TaskFunction, Iterable)}, but each result comes as soon as it is there,
   * whatever its input.
   */
  <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs);

  /** As {@link #imapUnordered(TaskFunction, Iterable)}, with chunks of this many inputs. */
  <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize);

  /** As {@link #imapUnordered(TaskFunction, Iterable)}, of an iterator's elements. */
  default <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, Iterator<? extends T> inputs) {
    return imapUnordered(function, once(inputs));
  }

  /** As {@link #imapUnordered(TaskFunction, Iterable)}, of the results of another one. */
  default <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, ResultIterator<? extends T> inputs) {
    return imapUnordered(function, once(inputs));
  }

  /** As {@link #imapUnordered(TaskFunction, Iterable)}, of a stream's elements. */
  default <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, Stream<? extends T> inputs) {
    return imapUnordered(function, once(inputs.iterator()));
  }

  /**
   * As {@link #map(TaskFunction, Iterable)}, of a function of two arguments and pairs, such as a
   * map's entries.
   */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs);

  /** As {@link #starmap(TaskBiFunction, Iterable)}, with chunks of this many pairs. */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
          int chunkSize);

  /** As {@link #starmap(TaskBiFunction, Iterable)}, without waiting for results. */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs);

  /** As {@link #starmapAsync(TaskBiFunction, Iterable)}, with chunks of this many pairs. */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
          int chunkSize);

  /**
   * {@link ExecutorService#submit(java.util.concurrent.Callable)} for what can be sent; chosen for
   * lambdas.
   */
  <R extends @Nullable Object> AsyncResult<R> submit(Task<R> task);

  /** {@link ExecutorService#submit(Runnable)} for what can be sent; chosen for lambdas. */
  AsyncResult<?> submit(RunnableTask task);

  /**
   * {@link ExecutorService#submit(Runnable, Object)} for what can be sent. The result does not
   * travel.
   */
  <R extends @Nullable Object> AsyncResult<R> submit(RunnableTask task, R result);

  /**
   * {@link java.util.concurrent.Executor#execute} for what can be sent; chosen for lambdas.
   * Failures go to the log of {@code io.procpool}, as nobody holds a future of it.
   */
  void execute(RunnableTask task);

  /**
   * A new view of this pool that runs tasks later, or again and again, by the rules of {@link
   * java.util.concurrent.ScheduledThreadPoolExecutor} with its default policies.
   *
   * <p>A task is pickled by the call that schedules it: what cannot be sent is refused there, and
   * each run gets a copy of what the task was then. A run of a periodic task begins when the one
   * before has ended in its worker; one that throws, or whose worker dies, is the last.
   *
   * <p>To shut the view down leaves the pool as it is. To shut the pool down shuts its views down:
   * periodic tasks are cancelled, and those that are due once run when they are due, which {@link
   * #close} waits for. {@link #shutdownNow} cancels them, and returns those that never began. The
   * view has a daemon thread while it waits for a task to be due.
   */
  ScheduledExecutorService scheduled();

  /**
   * Changes the number of workers. Of more, as many start at a time as there are processors; of
   * fewer, the surplus leaves as soon as its running task ends.
   *
   * @throws IllegalArgumentException if {@code workers < 1}
   */
  void resize(int workers);

  /** The name given by {@link PoolOptions#withName} or a generated one. */
  String name();

  /** The workers alive or starting at this moment, in the order of their start. */
  List<WorkerInfo> workers();

  /** Counters and gauges of this moment; cheap. */
  PoolStatistics statistics();

  /**
   * Takes no new task and returns at once. Calls that were begun go on to their end; an {@code
   * imap} goes on taking inputs as its results are read.
   */
  @Override
  void shutdown();

  /**
   * Takes no new task, and waits until the tasks it has have ended and all workers are gone. Open
   * iterators take no further inputs: results of those taken can still be read, then {@link
   * RejectedExecutionException} tells of the rest. Idempotent; an interrupt turns it into {@link
   * #shutdownNow}, and stays set.
   */
  @Override
  default void close() {
    ExecutorService.super.close();
  }

  /**
   * {@link #shutdownNow()} without its list: kills the workers, cancels what has not ended. Does
   * not wait.
   */
  default void terminate() {
    shutdownNow();
  }

  private static <T extends @Nullable Object> Iterable<T> once(Iterator<T> iterator) {
    return () -> iterator;
  }
}
