package io.procpool.runtime;

import static java.util.Objects.requireNonNull;

import io.procpool.AsyncResult;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics;
import io.procpool.ResultIterator;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.TaskAction;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import io.procpool.WorkerInfo;
import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.Calls;
import io.procpool.runtime.call.PendingResult;
import io.procpool.runtime.metrics.Ending;
import io.procpool.runtime.wrapper.HandedTasks;
import io.procpool.runtime.wrapper.KnownWrappers;
import io.procpool.runtime.wrapper.RemoteTasks;
import io.procpool.runtime.wrapper.Wrapper;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The face of a pool of local processes; {@link PoolCore} is the rest of it. */
final class LocalPool implements Pool, Ending, Serializable {

  private static final long serialVersionUID = 1L;

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final transient PoolCore core;
  private final transient Calls calls;
  private final transient RemoteTasks remoteTasks;
  private final transient Schedules schedules;

  private LocalPool(PoolCore core) {
    this.core = core;
    this.calls = new Calls(core, this);
    this.remoteTasks = new RemoteTasks(core, calls);
    this.schedules = new Schedules();
  }

  static LocalPool open(String name, PoolOptions options) {
    return begin(new PoolCore(name, options, false));
  }

  /** Opens a pool that starts no worker, and is not refused, before it is used. */
  static LocalPool openDormant(String name, PoolOptions options) {
    return begin(new PoolCore(name, options, true));
  }

  private static LocalPool begin(PoolCore core) {
    LocalPool pool = new LocalPool(core);
    core.whenDropped(pool, () -> endDropped(core));
    core.start();
    return pool;
  }

  private static void endDropped(PoolCore core) {
    if (!core.isShutdown()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pool "
              + core.name()
              + " was dropped without being closed; its workers are killed now. Use try (Pool pool"
              + " = …)");
      core.shutdownNow();
    }
  }

  // ---- apply

  @Override
  public <R extends @Nullable Object> R apply(Task<R> task) {
    return calls.<R>one(CallKind.CALLABLE, task, null, true).join();
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> R apply(
      TaskFunction<? super T, ? extends R> function, T argument) {
    return calls.<R>one(CallKind.FUNCTION, function, argument, true).join();
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      R apply(TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
    return calls.<R>one(CallKind.BI_FUNCTION, function, pair(first, second), true).join();
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task) {
    return calls.one(CallKind.CALLABLE, task, null, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> function, T argument) {
    return calls.one(CallKind.FUNCTION, function, argument, false);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<R> applyAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
    return calls.one(CallKind.BI_FUNCTION, function, pair(first, second), false);
  }

  @Override
  public void apply(TaskAction action) {
    Object _ = calls.one(CallKind.ACTION, action, null, true).join();
  }

  @Override
  public AsyncResult<?> applyAsync(TaskAction action) {
    return calls.one(CallKind.ACTION, action, null, false);
  }

  // ---- map

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
    return calls.<T, R>map(CallKind.FUNCTION, function, inputs, Calls.AUTOMATIC, true).join();
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
    return calls.<T, R>map(CallKind.FUNCTION, function, inputs, checked(chunkSize), true).join();
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
    return calls.<T, R>map(CallKind.FUNCTION, function, inputs, Calls.AUTOMATIC, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
    return calls.<T, R>map(CallKind.FUNCTION, function, inputs, checked(chunkSize), false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
    return calls.lazily(CallKind.FUNCTION, function, inputs.iterator(), Calls.AUTOMATIC, true);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
    return calls.lazily(CallKind.FUNCTION, function, inputs.iterator(), checked(chunkSize), true);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
    return calls.lazily(CallKind.FUNCTION, function, inputs.iterator(), Calls.AUTOMATIC, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      TaskFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
    return calls.lazily(CallKind.FUNCTION, function, inputs.iterator(), checked(chunkSize), false);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
    return calls
        .<@Nullable Object[], R>map(
            CallKind.BI_FUNCTION, function, pairs(pairs), Calls.AUTOMATIC, true)
        .join();
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
          int chunkSize) {
    return calls
        .<@Nullable Object[], R>map(
            CallKind.BI_FUNCTION, function, pairs(pairs), checked(chunkSize), true)
        .join();
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
    return calls.<@Nullable Object[], R>map(
        CallKind.BI_FUNCTION, function, pairs(pairs), Calls.AUTOMATIC, false);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
          int chunkSize) {
    return calls.<@Nullable Object[], R>map(
        CallKind.BI_FUNCTION, function, pairs(pairs), checked(chunkSize), false);
  }

  private static @Nullable Object[] pair(@Nullable Object first, @Nullable Object second) {
    return new @Nullable Object[] {first, second};
  }

  private static Iterable<@Nullable Object[]> pairs(Iterable<? extends Map.Entry<?, ?>> entries) {
    requireNonNull(entries, "pairs");
    return () -> {
      Iterator<? extends Map.Entry<?, ?>> each = entries.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public @Nullable Object[] next() {
          Map.Entry<?, ?> entry = each.next();
          return pair(entry.getKey(), entry.getValue());
        }
      };
    };
  }

  private static int checked(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunkSize=" + chunkSize + " is less than 1");
    }
    return chunkSize;
  }

  // ---- ExecutorService

  @Override
  public <R extends @Nullable Object> AsyncResult<R> submit(Task<R> task) {
    return calls.one(CallKind.CALLABLE, task, null, false);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> submit(Callable<R> task) {
    return handed(CallKind.CALLABLE, task);
  }

  @Override
  public AsyncResult<?> submit(RunnableTask task) {
    return calls.one(CallKind.RUNNABLE, task, null, false);
  }

  @Override
  public AsyncResult<?> submit(Runnable task) {
    requireNonNull(task, "task");
    return KnownWrappers.of(task) == null ? handed(CallKind.RUNNABLE, task) : wrapped(task, null);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> submit(RunnableTask task, R result) {
    return calls.one(CallKind.RUNNABLE, task, null, false).then(result);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> submit(Runnable task, R result) {
    requireNonNull(task, "task");
    return KnownWrappers.of(task) == null
        ? handed(CallKind.RUNNABLE, task).then(result)
        : wrapped(task, result);
  }

  /** Runs a wrapper here; cancelling the result cancels the wrapper, if it is a future. */
  @SuppressWarnings("NullAway") // null is for those whose R it may be
  private <R extends @Nullable Object> AsyncResult<R> wrapped(Runnable task, @Nullable R result) {
    PendingResult<R> ended =
        calls.local(interrupt -> {
          if (task instanceof Future<?> future) {
            boolean _ = future.cancel(interrupt);
          }
        });
    execute(task, () -> ended.end(result));
    return ended;
  }

  @Override
  public void execute(RunnableTask task) {
    logFailure(calls.one(CallKind.RUNNABLE, task, null, false));
  }

  @Override
  public void execute(Runnable task) {
    execute(task, null);
  }

  /**
   * As {@link #execute(Runnable)}.
   *
   * @param whenEnded runs when the task has ended, on a callback's thread; never if this throws
   */
  void execute(Runnable task, @Nullable Runnable whenEnded) {
    requireNonNull(task, "task");
    try {
      Wrapper wrapper = KnownWrappers.of(task);
      if (wrapper != null) {
        remoteTasks.execute(wrapper, task, whenEnded);
        return;
      }
      PendingResult<?> executed = remoteTasks.prepare(CallKind.RUNNABLE, task).enter();
      logFailure(executed);
      if (whenEnded != null) {
        executed.whenEnded(whenEnded);
      }
    } catch (NotSendableException e) {
      core.warnings().refused(e);
      throw HandedTasks.rejected(core.name(), e);
    }
  }

  private void logFailure(AsyncResult<?> executed) {
    AsyncResult<?> _ =
        executed.onFailure(failure -> {
          if (!executed.isCancelled()) { // else shutdownNow has returned it
            LOG.log(
                System.Logger.Level.ERROR,
                "pool " + core.name() + ": an executed task failed",
                failure);
          }
        });
  }

  /** Takes a task as any executor does. */
  private <R extends @Nullable Object> PendingResult<R> handed(CallKind kind, Object task) {
    requireNonNull(task, "task");
    try {
      return remoteTasks.<R>prepare(kind, task).enter();
    } catch (NotSendableException e) {
      throw HandedTasks.rejected(core.name(), e);
    }
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return InvokeMany.all(this::submitCallable, tasks, unit.toNanos(timeout));
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("waited for 292 years", e);
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return InvokeMany.any(this::submitCallable, tasks, unit.toNanos(timeout));
  }

  private <T extends @Nullable Object> AsyncResult<T> submitCallable(Callable<T> task) {
    return handed(CallKind.CALLABLE, task);
  }

  @Override
  public ScheduledExecutorService scheduled() {
    return schedules.add(new PoolScheduler(this, core, remoteTasks));
  }

  @Override
  public void shutdown() {
    core.shutdown();
    schedules.shutdown();
  }

  @Override
  public void close() {
    core.close();
    schedules.shutdown();
    Pool.super.close();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> tasks = core.shutdownNow();
    tasks.addAll(schedules.shutdownNow());
    return tasks;
  }

  @Override
  public boolean isShutdown() {
    return core.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return core.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return core.awaitTermination(unit.toNanos(timeout));
  }

  @Override
  public void beforeTermination(Runnable action) {
    core.beforeTermination(action);
  }

  // ---- the pool itself

  @Override
  public void resize(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers=" + workers + " is less than 1");
    }
    core.resize(workers);
  }

  @Override
  public String name() {
    return core.name();
  }

  @Override
  public List<WorkerInfo> workers() {
    return core.workerInfos();
  }

  @Override
  public PoolStatistics statistics() {
    return core.statistics();
  }

  @Override
  public String toString() {
    PoolStatistics now = core.statistics();
    return "Pool %s[workers=%d, active=%d, queued=%d, completed=%d]"
        .formatted(
            core.name(),
            now.workers(),
            now.activeWorkers(),
            now.queuedTasks(),
            now.completedTasks());
  }

  /**
   * In another process it is a pool whose every use is refused, so that what holds one can travel.
   */
  private Object writeReplace() {
    return new ForeignPool(core.name(), ProcessHandle.current().pid());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a pool travels as a ForeignPool");
  }
}
