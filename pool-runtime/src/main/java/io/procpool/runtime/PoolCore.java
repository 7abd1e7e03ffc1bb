package io.procpool.runtime;

import io.procpool.PoolOptions;
import io.procpool.PoolStatistics;
import io.procpool.WorkerInfo;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.runtime.call.CallContext;
import io.procpool.runtime.call.InputWindow;
import io.procpool.runtime.call.Verdicts;
import io.procpool.runtime.dispatch.Dispatcher;
import io.procpool.runtime.dispatch.Limits;
import io.procpool.runtime.dispatch.Pace;
import io.procpool.runtime.dispatch.PoolEvent;
import io.procpool.runtime.dispatch.PoolState;
import io.procpool.runtime.worker.WorkerEvents;
import io.procpool.runtime.worker.WorkerSetup;
import io.procpool.runtime.worker.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a pool but its face: it must not refer to the {@link LocalPool}, so that a pool
 * nobody holds any more can be noticed.
 *
 * <p>Threads: the dispatcher's, named as the pool; a reader and a waiter for each worker; writers,
 * while a worker is slow to read; virtual threads for callbacks. All end with the pool.
 */
final class PoolCore implements CallContext, WorkerEvents, Dispatcher.Listener {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final String name;
  private final PoolOptions options;
  private final WorkerSetup setup;
  private final Verdicts verdicts;
  private final PoolCounters counters = new PoolCounters();
  private final WorkerTeam team;
  private final Dispatcher dispatcher;
  private final Executor callbacks; // also after the pool's end, for who asks late
  private final ExecutorService writers;
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final ClassValue<Pace> paces =
      new ClassValue<>() {
        @Override
        protected Pace computeValue(Class<?> task) {
          return new Pace();
        }
      };

  private final AtomicLong singles = new AtomicLong(); // that have not ended; counted if bounded

  private volatile boolean shutdown;
  private volatile @Nullable List<Runnable> neverStarted; // filled by the dispatcher
  private volatile Limits limits;
  private boolean ended; // the dispatcher's
  private int producers; // guarded by this: calls that are adding their inputs
  private boolean shutdownPosted; // guarded by this

  PoolCore(String name, PoolOptions options) {
    this.name = name;
    this.options = options;
    this.setup = WorkerSetup.of(options, name);
    this.verdicts = new Verdicts(name, options);
    this.limits = Limits.of(options);
    this.team = new WorkerTeam(options, setup, this, (_, reason) -> counters.exited(reason));
    ThreadFactory callbackThreads = Thread.ofVirtual().name(name + "-callback-", 0).factory();
    this.callbacks = task -> callbackThreads.newThread(task).start();
    this.writers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name(name + "-writer-", 0).daemon().factory());
    this.dispatcher =
        new Dispatcher(
            new PoolState(limits, Runtime.getRuntime().availableProcessors()), team, this, name);
  }

  void start() {
    dispatcher.start();
  }

  String name() {
    return name;
  }

  // ---- CallContext

  @Override
  public Pickler pickler() {
    return setup.pickler();
  }

  @Override
  public Verdicts verdicts() {
    return verdicts;
  }

  @Override
  public Executor callbacks() {
    return callbacks;
  }

  @Override
  public int workers() {
    return limits.workers();
  }

  @Override
  public long window(Pace pace, int chunkSize) {
    return options.imapWindow() > 0
        ? Math.max(options.imapWindow(), chunkSize)
        : InputWindow.of(pace.nanosPerItem(), limits.workers(), chunkSize);
  }

  @Override
  public Pace pace(Class<?> task) {
    return paces.get(task);
  }

  @Override
  public void post(PoolEvent event) {
    dispatcher.post(event);
  }

  @Override
  public io.procpool.runtime.dispatch.BatchSink counting(
      io.procpool.runtime.dispatch.BatchSink sink) {
    return counters.counting(sink);
  }

  @Override
  public void requireAccepting() {
    if (shutdown) {
      throw new RejectedExecutionException(
          "pool " + name + " was shut down and takes no more tasks");
    }
  }

  @Override
  public void enter() {
    requireAccepting();
    if (isBounded()) {
      long most = mostSingles();
      long before = singles.getAndUpdate(now -> Math.min(now + 1, most));
      if (before >= most) {
        throw new RejectedExecutionException(
            "pool %s has a task for each of its %d workers and queueCapacity=%d waiting, and takes no more now"
                .formatted(name, limits.workers(), options.queueCapacity()));
      }
    }
  }

  @Override
  public void leave() {
    if (isBounded()) {
      singles.decrementAndGet();
    }
  }

  private boolean isBounded() {
    return options.queueCapacity() < Integer.MAX_VALUE;
  }

  private long mostSingles() {
    return (long) options.queueCapacity() + limits.workers();
  }

  private long queueRemaining() {
    long room = isBounded() ? mostSingles() - singles.get() : Integer.MAX_VALUE - counters.queued();
    return Math.clamp(room, 0, options.queueCapacity());
  }

  @Override
  public synchronized void beginProducing() {
    requireAccepting();
    producers++;
  }

  @Override
  public synchronized void endProducing() {
    producers--;
    postShutdownIfDue();
  }

  // ---- WorkerEvents

  @Override
  public void transferred(long sent, long received) {
    counters.transferred(sent, received);
  }

  @Override
  public void runBlocking(Runnable action) {
    writers.execute(action);
  }

  @Override
  public void started() {
    counters.started();
  }

  // ---- Dispatcher.Listener

  @Override
  public void retried() {
    counters.retried();
  }

  @Override
  public void terminated() {
    writers.shutdown();
    setup.close();
    ended = true; // told at the turn's end, when the counters say so too
  }

  @Override
  public void defect(Throwable thrown) {
    LOG.log(
        System.Logger.Level.ERROR,
        "pool " + name + ": a defect of procpool's own, please report it",
        thrown);
  }

  @Override
  public void turnEnded(PoolState state) {
    counters.observe(state);
    limits = state.limits();
    if (ended) {
      terminated.countDown();
    }
  }

  // ---- life

  /**
   * Takes no more tasks; ends when those it has are done, and those that callers are adding at this
   * moment.
   */
  synchronized void shutdown() {
    shutdown = true;
    postShutdownIfDue();
  }

  private void postShutdownIfDue() {
    if (shutdown && producers == 0 && !shutdownPosted) {
      shutdownPosted = true;
      dispatcher.post(new PoolEvent.Shutdown());
    }
  }

  /**
   * Kills the workers and cancels what has not ended; the single tasks among it that never started.
   */
  List<Runnable> shutdownNow() {
    synchronized (this) {
      shutdown = true;
      shutdownPosted = true;
    }
    List<Runnable> tasks = new ArrayList<>();
    neverStarted = tasks;
    // What was queued, here or in a worker, is given up with this event; what was running, later,
    // when its worker is gone.
    boolean _ =
        dispatcher.ask(
            new PoolEvent.ShutdownNow(),
            _ -> {
              neverStarted = null;
              return true;
            });
    return tasks;
  }

  @Override
  public void neverStarted(Supplier<Runnable> task) {
    List<Runnable> tasks = neverStarted;
    if (tasks != null) {
      tasks.add(task.get());
    }
  }

  boolean isShutdown() {
    return shutdown;
  }

  boolean isTerminated() {
    return terminated.getCount() == 0;
  }

  boolean awaitTermination(long nanos) throws InterruptedException {
    return terminated.await(nanos, TimeUnit.NANOSECONDS);
  }

  void resize(int newWorkers) {
    requireAccepting();
    dispatcher.post(new PoolEvent.Resized(newWorkers));
  }

  List<WorkerInfo> workerInfos() {
    return dispatcher.ask(PoolState::workers).stream()
        .map(info ->
            new WorkerInfo(info.id(), team.pid(info.id()), info.state(), info.finishedTasks()))
        .toList();
  }

  PoolStatistics statistics() {
    return counters.snapshot(limits, queueRemaining());
  }
}
