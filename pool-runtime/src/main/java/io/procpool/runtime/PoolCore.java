package io.procpool.runtime;

import io.procpool.PoolOptions;
import io.procpool.PoolStatistics;
import io.procpool.WorkerInfo;
import io.procpool.ipc.classes.PerClass;
import io.procpool.ipc.exit.LazyCleaner;
import io.procpool.ipc.message.OutcomeBody.Change;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.runtime.call.CallContext;
import io.procpool.runtime.call.InputWindow;
import io.procpool.runtime.call.Intake;
import io.procpool.runtime.call.Verdicts;
import io.procpool.runtime.dispatch.Dispatcher;
import io.procpool.runtime.dispatch.Limits;
import io.procpool.runtime.dispatch.Pace;
import io.procpool.runtime.dispatch.PoolEvent;
import io.procpool.runtime.dispatch.PoolState;
import io.procpool.runtime.dispatch.WorkerExit;
import io.procpool.runtime.process.AotUsers;
import io.procpool.runtime.process.Nesting;
import io.procpool.runtime.worker.WorkerEvents;
import io.procpool.runtime.worker.WorkerSetup;
import io.procpool.runtime.worker.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
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
 * while a worker is slow to read; one that keeps the JVM alive; virtual threads for callbacks. All
 * end with the pool.
 */
final class PoolCore implements CallContext, WorkerEvents, Dispatcher.Listener {

  /** Notices what nobody holds any more. */
  static final LazyCleaner CLEANER = new LazyCleaner();

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final String name;
  private final PoolOptions options;
  private final WorkerSetup setup;
  private final Verdicts verdicts;
  private final PoolCounters counters = new PoolCounters();
  private final WorkerTeam team;
  private final Dispatcher dispatcher;
  private final Callbacks callbacks;
  private final KeepAlive keepAlive;
  private final WorkIntake intake;
  private final ExecutorService writers;
  private final Termination termination;
  private final PoolWarnings warnings;
  private final PerClass<Pace> paces = new PerClass<>(this::newPace);

  private final AtomicLong singles = new AtomicLong(); // that have not ended; counted if bounded

  private volatile @Nullable List<Runnable> neverStarted; // filled by the dispatcher
  private volatile Limits limits;
  private boolean ended; // the dispatcher's

  /**
   * To be started.
   *
   * @param dormant whether it has no worker before it is used
   */
  PoolCore(String name, PoolOptions options, boolean dormant) {
    this.name = name;
    this.options = options;
    this.setup = WorkerSetup.of(options, name);
    this.verdicts = new Verdicts(name, options);
    this.limits = Limits.of(options);
    this.team = new WorkerTeam(options, setup, this, (_, reason) -> counters.exited(reason));
    this.callbacks = new Callbacks(name);
    this.keepAlive =
        new KeepAlive(name + "-keep-alive", callbacks, this::hasWork, options.daemon());
    this.warnings = new PoolWarnings(name);
    this.termination = new Termination(name, callbacks);
    this.intake =
        new WorkIntake(
            name, dormant ? this::requireStarts : () -> {}, () -> post(new PoolEvent.Shutdown()));
    this.writers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name(name + "-writer-", 0).daemon().factory());
    int processors = Runtime.getRuntime().availableProcessors();
    PoolState state =
        dormant ? PoolState.dormant(limits, processors) : new PoolState(limits, processors);
    this.dispatcher = new Dispatcher(state, team, this, name);
  }

  /** It may have been opened for the program alone to use. */
  private void requireStarts() {
    Nesting.requireNoLoop("pool " + name);
    Nesting.requireDepth("pool " + name, options.maxNesting());
  }

  void start() {
    AotUsers.enter();
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

  private Pace newPace(Class<?> task) {
    setup.loader().sees(task.getClassLoader());
    return new Pace();
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
    intake.requireAccepting();
  }

  @Override
  public void enter() {
    requireAccepting();
    keepAlive.begin();
    if (isBounded()) {
      long most = mostSingles();
      long before = singles.getAndUpdate(now -> now < most ? now + 1 : now);
      if (before >= most) {
        throw new RejectedExecutionException(
            "pool %s has a task for each of its %d workers and queueCapacity=%d waiting, and takes no more now"
                .formatted(name, limits.workers(), options.queueCapacity()));
      }
    }
  }

  @Override
  public void enterAccepted() {
    if (isBounded()) {
      singles.incrementAndGet();
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

  PoolWarnings warnings() {
    return warnings;
  }

  private long queueRemaining() {
    long room = isBounded() ? mostSingles() - singles.get() : Integer.MAX_VALUE - counters.queued();
    return Math.clamp(room, 0, options.queueCapacity());
  }

  @Override
  public void beginProducing() {
    intake.beginCall();
    keepAlive.begin();
  }

  @Override
  public void endProducing() {
    intake.endCall();
    lookAgain();
  }

  @Override
  public Intake beginIntake() {
    Intake begun = intake.beginIterator();
    keepAlive.begin();
    return begun;
  }

  @Override
  public void whenDropped(Object holder, Runnable action) {
    var _ = CLEANER.register(holder, action);
  }

  // ---- WorkerEvents

  @Override
  public void transferred(long sent, long received) {
    counters.transferred(sent, received);
  }

  @Override
  public void changed(List<Change> changes) {
    warnings.changedCopies(changes);
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
  public void startsFail(WorkerExit lastExit, int inARow) {
    LOG.log(System.Logger.Level.WARNING, verdicts.startsFail(lastExit, inARow));
  }

  @Override
  public void startsWork() {
    LOG.log(System.Logger.Level.INFO, "pool " + name + ": workers start again");
  }

  @Override
  public void terminated() {
    writers.shutdown();
    setup.close();
    AotUsers.leave();
    ended = true; // told at the turn's end, when the counters say so too
  }

  @Override
  public void defect(Throwable thrown) {
    String what =
        thrown instanceof VirtualMachineError
            ? "this process lacks what the pool needs to work; a worker may be replaced"
            : "a defect of procpool's own, please report it";
    LOG.log(System.Logger.Level.ERROR, "pool " + name + ": " + what, thrown);
  }

  @Override
  public void turnEnded(PoolState state) {
    counters.observe(state);
    limits = state.limits();
    if (ended) {
      termination.begin();
      keepAlive.end();
    } else if (intake.awaitsIteratorsOnly() && !state.hasWork()) {
      keepAlive.end(); // who reads an iterator has a thread, which keeps the JVM alive or need not
    }
  }

  // ---- life

  /**
   * Takes no more tasks; ends when those it has are done, those that callers are adding at this
   * moment, and those of open iterators.
   */
  void shutdown() {
    intake.shutdown();
    lookAgain();
  }

  /** Lets a turn end, as it is then that the JVM may be let go. */
  private void lookAgain() {
    if (intake.awaitsIteratorsOnly()) {
      post(new PoolEvent.TimePassed());
    }
  }

  /** As {@link #shutdown}, but open iterators take no further inputs. */
  void close() {
    intake.close();
  }

  /**
   * Kills the workers and cancels what has not ended; the single tasks among it that never started.
   */
  List<Runnable> shutdownNow() {
    intake.stop();
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
    return intake.isShutdown();
  }

  boolean isTerminated() {
    return termination.isDone();
  }

  boolean awaitTermination(long nanos) throws InterruptedException {
    return termination.await(nanos);
  }

  /** Runs the action, which must not refer to the {@link LocalPool}, before the end is told. */
  void beforeTermination(Runnable action) {
    termination.before(action);
  }

  private boolean hasWork() {
    return dispatcher.ask(PoolState::hasWork);
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
