package io.procpool.runtime.worker;

import io.procpool.WorkerDiedException.Death;
import io.procpool.ipc.channel.CorruptFrameException;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameTooLargeException;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.channel.TruncatedFrameException;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.status.StatusPage;
import io.procpool.runtime.call.OutcomeFrame;
import io.procpool.runtime.call.PeerClasses;
import io.procpool.runtime.call.Waiter;
import io.procpool.runtime.dispatch.PoolEvent;
import io.procpool.runtime.dispatch.WorkerExit;
import io.procpool.runtime.process.CrashReport;
import io.procpool.runtime.process.LastWords;
import io.procpool.runtime.process.MemoryGroup;
import io.procpool.runtime.process.StartAdvice;
import io.procpool.runtime.process.WorkerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parent's side of one worker process, from its start to its being reaped.
 *
 * <p>Threads, both platform threads, as they block in system calls: the <i>reader</i> starts the
 * process, turns its frames into events and, at the end, reports how it ended; the <i>waiter</i>
 * reaps the process and wakes the reader, should something else hold the worker's end of the
 * channel open. Both end with the process. A caller that waits for its result may read in the
 * reader's place ({@link ReadingTurn}).
 */
final class WorkerHandle implements Waiter.Source {

  /** How long a process may go on after closing its channel before it is killed. */
  private static final long LAST_WORDS_MILLIS = 1000;

  private static final long STACK_BYTES = 1 << 18;
  private static final int SIGKILL = 9;

  /** How long a caller reads before it leaves that to the reader. */
  private static final long CALLER_READS_NANOS = 1_000_000;

  /** Starts the process. */
  interface Launch {
    WorkerProcess launch() throws IOException;

    /** What a process says that ends before its main class begins. */
    List<String> lastWords();
  }

  private final int id;
  private final WorkerSetup setup;
  private final WorkerEvents events;
  private final Launch launch;
  private final StatusPage status;
  private final PeerClasses peer;
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  private final Optional<MemoryGroup> memory;
  private final long killsBefore; // how many processes of the group were killed for want of memory

  private volatile @Nullable WorkerProcess process;
  private boolean killed; // guarded by this
  private final ReadingTurn turn = new ReadingTurn();
  private int toldDefinitions; // the dispatcher's, after the START frame
  private final KnownFunctions functions = new KnownFunctions(); // the dispatcher's
  private long seenSent; // the dispatcher's: bytes that had gone to it when it was looked at last
  private long seenReceived; // the dispatcher's: bytes that had come from it then
  private volatile long sentEnd; // the seq after the last item sent
  private volatile long reportedEnd; // the seq after the last item reported
  private volatile boolean awaited; // whether a caller waits for the last item sent
  private volatile boolean ended; // whether nothing more can be read

  // Theirs whose turn it is to read:
  private boolean heard; // whether it has sent anything
  private @Nullable Throwable told; // the reason of the worker's end, where it gave one
  private long countedSent;
  private long countedReceived;

  WorkerHandle(int id, WorkerSetup setup, WorkerEvents events, Launch launch) {
    this.id = id;
    this.setup = setup;
    this.events = events;
    this.launch = launch;
    this.status = StatusPage.create();
    this.peer = new PeerClasses(setup.loader());
    this.toldDefinitions = setup.table().size();
    this.memory = MemoryGroup.current();
    this.killsBefore = memory.map(MemoryGroup::kills).orElse(OptionalLong.empty()).orElse(0);
  }

  /** Starts the process in the background. */
  void start() {
    thread("reader", this::live).start();
  }

  int id() {
    return id;
  }

  /** Its process id; 0 before there is a process. */
  long pid() {
    WorkerProcess started = process;
    return started == null ? 0 : started.pid();
  }

  /** Its status page, which the dispatcher closes when the worker is forgotten. */
  StatusPage status() {
    return status;
  }

  /** How many definitions of the pool's table this worker has been told; the dispatcher's. */
  int toldDefinitions() {
    return toldDefinitions;
  }

  void toldDefinitions(int count) {
    toldDefinitions = count;
  }

  /** Which functions it keeps; the dispatcher's. */
  KnownFunctions functions() {
    return functions;
  }

  /**
   * Dispatcher: items are about to be sent, up to this seq; {@code waits} if a caller waits for
   * them.
   */
  void willSend(long endSeq, boolean waits) {
    sentEnd = endSeq;
    awaited = waits;
  }

  /**
   * Dispatcher: sends a frame without blocking; what does not fit into the channel goes by another
   * thread.
   *
   * @param read whether the caller reads what comes of it
   * @param more whether the worker should look out awake for what comes next
   */
  void offer(OutFrame frame, boolean read, boolean more) {
    WorkerProcess started = process;
    if (started == null) {
      return;
    }
    boolean left = started.channel().offer(frame);
    status.ring(more);
    seenSent = bytesSent();
    if (!left) {
      events.runBlocking(() -> flush(started.channel()));
    }
    if (!read) {
      turn.callReader();
    }
  }

  /** Dispatcher: what the worker does, and whether bytes go either way. */
  PoolEvent.Observed observe() {
    long now = System.nanoTime(); // first: this process may be stopped before it has read the rest
    long claimed;
    long running;
    do {
      claimed = status.claimed();
      running = status.runningFor(now);
    } while (claimed != status.claimed());
    long sent = bytesSent();
    long received = bytesReceived();
    boolean receiving = sent != seenSent;
    boolean sending = received != seenReceived;
    seenSent = sent;
    seenReceived = received;
    return new PoolEvent.Observed(id, claimed, running, receiving, sending);
  }

  private long bytesSent() {
    WorkerProcess started = process;
    return started == null ? 0 : started.channel().bytesSent();
  }

  private long bytesReceived() {
    WorkerProcess started = process;
    return started == null ? 0 : started.channel().bytesReceived();
  }

  /** Kills the process, or sees to it that it is killed as soon as it exists. */
  void kill() {
    WorkerProcess started;
    synchronized (this) {
      killed = true;
      started = process;
    }
    if (started != null) {
      started.kill();
    }
  }

  private static void flush(FrameChannel channel) {
    try {
      channel.flush();
    } catch (IOException e) {
      // The worker is gone; the reader sees the same and reports it with the process's exit.
    }
  }

  // ---- reader

  private void live() {
    Throwable cause;
    try {
      WorkerProcess started = launch.launch();
      started.channel().lendLanes();
      events.started();
      synchronized (this) {
        process = started;
        if (killed) {
          started.kill();
        }
      }
      startWaiter(started);
      begin(started.channel());
      cause = read(started.channel());
    } catch (IOException | RuntimeException | Error e) {
      cause = e;
      kill();
    }
    end(cause);
  }

  private void startWaiter(WorkerProcess started) {
    try {
      thread("waiter", () -> reap(started)).start();
    } catch (OutOfMemoryError e) { // no more threads
      started.kill();
      reap(started);
      throw e;
    }
  }

  private void begin(FrameChannel channel) {
    try {
      channel.send(setup.startFrame(id, status, toldDefinitions));
    } catch (IOException e) {
      // It is gone already; how it ended says more, and so may what it has sent.
    }
  }

  /** Reads until the worker's end; what it reported as the reason of its end, or null. */
  private @Nullable Throwable read(FrameChannel channel) {
    while (!ended) {
      readOne(channel);
      if (awaited && !somethingComes()) {
        turn.rest(this::somethingComes);
      }
    }
    return told;
  }

  /**
   * Whether there is something to read: frames, or the end. The waiter calls the reader once only,
   * which is lost on one that reads still and is about to rest.
   */
  private boolean somethingComes() {
    return ended || exitCode.isDone() || reportedEnd != sentEnd;
  }

  @Override
  public void readUntil(BooleanSupplier done, boolean spin) {
    WorkerProcess started = process;
    if (started == null || !turn.take()) {
      return;
    }
    try {
      long end = System.nanoTime() + CALLER_READS_NANOS;
      long rest = CALLER_READS_NANOS;
      while (!ended && !done.getAsBoolean() && rest > 0) {
        if (started.channel().awaitInput(spin, rest)) {
          readOne(started.channel());
        }
        rest = end - System.nanoTime();
      }
    } catch (IOException e) {
      ended = true; // the connection broke
    } finally {
      turn.giveBack(this::somethingComes);
    }
  }

  /** Whose turn it is: reads and handles one frame, or notes the end. */
  private void readOne(FrameChannel channel) {
    try {
      if (handle(channel.receive())) { // in no local variable, which would hold it while waiting
        count(channel);
        return;
      }
    } catch (TruncatedFrameException e) {
      // The process died while it wrote.
    } catch (FrameTooLargeException | Error e) { // more than this process has room for
      told = e;
      kill();
    } catch (CorruptFrameException | RuntimeException e) {
      told = e;
      events.post(new PoolEvent.WorkerCorrupt(id, e));
    } catch (IOException e) {
      // The connection broke, as it does when the process is killed while it writes.
    }
    ended = true;
  }

  /** Whether there was a frame: none comes after the end of the stream. */
  private boolean handle(@Nullable Frame frame) {
    if (frame == null) {
      return false;
    }
    heard = true;
    switch (frame.type()) {
      case INITIALIZING -> events.post(new PoolEvent.WorkerInitializing(id));
      case READY -> {
        status.unlink();
        events.post(new PoolEvent.WorkerReady(id));
      }
      case LINGERS -> events.post(new PoolEvent.WorkerLingers(id));
      case OUTCOMES ->
          report(OutcomeFrame.parse(frame.body(), frame.arrays(), setup.pickler(), peer));
      case START_FAILED -> {
        told = farewell(frame);
      }
      default ->
          throw new IllegalArgumentException(
              "a worker never sends a frame of type " + frame.type());
    }
    return true;
  }

  private void report(OutcomeFrame outcomes) {
    if (outcomes.replace()) { // first: it is to get nothing more when it has reported
      events.post(new PoolEvent.ReplacementAsked(id));
    }
    if (!outcomes.changes().isEmpty()) {
      events.changed(outcomes.changes());
    }
    if (outcomes.count() > 0) {
      reportedEnd = outcomes.firstSeq() + outcomes.count();
      events.post(new PoolEvent.ItemsFinished(id, outcomes.firstSeq(), outcomes));
    }
  }

  private Throwable farewell(Frame frame) {
    PickleSource body = new PickleSource(frame.body(), 0, frame.body().length, frame.arrays());
    ClassDefinitions all = new ClassDefinitions(setup.loader());
    all.add(body.readBytes(body.readVarInt()));
    return setup.pickler().unpickleThrowable(body, all);
  }

  private void count(FrameChannel channel) {
    long sent = channel.bytesSent();
    long received = channel.bytesReceived();
    events.transferred(sent - countedSent, received - countedReceived);
    countedSent = sent;
    countedReceived = received;
  }

  /** Everything that is left to do once nothing more can be read. */
  private void end(@Nullable Throwable cause) {
    WorkerExit exit;
    try {
      exit = exit(cause);
    } catch (RuntimeException | Error e) { // as if this process has no room left for a thread
      exit = failedStart(e);
    }
    events.post(new PoolEvent.WorkerEnded(id, status.claimed(), exit));
  }

  private WorkerExit exit(@Nullable Throwable cause) {
    WorkerProcess ended = process;
    Death death = ended == null ? unknownDeath() : awaitDeath(ended);
    try {
      report(OutcomeFrame.parse(status.logged(), List.of(), setup.pickler(), peer));
    } catch (RuntimeException e) {
      cause = cause == null ? e : cause;
    }
    if (cause == null) {
      cause = lackOfMemory(death);
    }
    if (ended != null) {
      count(ended.channel());
      close(ended.channel());
    }
    return new WorkerExit(death, cause, StartAdvice.mayPass(death, cause));
  }

  /** What becomes of a worker for whose start something was lacking. */
  static PoolEvent stillborn(int id, Throwable cause) {
    return new PoolEvent.WorkerEnded(id, 0, failedStart(cause));
  }

  private static WorkerExit failedStart(Throwable cause) {
    return new WorkerExit(unknownDeath(), cause, true);
  }

  private static Death unknownDeath() {
    return new Death(0, WorkerProcess.EXIT_UNKNOWN, List.of(), null);
  }

  private Death awaitDeath(WorkerProcess ended) {
    int code = exitCode(ended);
    LastWords.print(status);
    List<String> tail = status.tailLines();
    if (!heard && code > 0 && tail.isEmpty()) {
      tail = launch.lastWords();
    }
    return new Death(ended.pid(), code, tail, CrashReport.of(ended.pid()));
  }

  /** Whether the kernel has killed it for want of memory, as far as can be told. */
  private @Nullable Throwable lackOfMemory(Death death) {
    if (death.exitCode() != -SIGKILL || isKilled() || memory.isEmpty()) {
      return null;
    }
    OptionalLong kills = memory.get().kills();
    if (kills.isEmpty() || kills.getAsLong() <= killsBefore) {
      return null;
    }
    return new OutOfMemoryError(
        "the kernel has killed processes of this memory group (oom_kill %d -> %d, limit=%s); use fewer workers, set a smaller withMaxHeapBytes, or allow more memory"
            .formatted(killsBefore, kills.getAsLong(), memory.get().limitText()));
  }

  private synchronized boolean isKilled() {
    return killed;
  }

  private int exitCode(WorkerProcess ended) {
    try {
      return exitCode.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      ended.kill();
      return exitCode.join();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("nobody interrupts a reader or fails its exit", e);
    }
  }

  private static void close(FrameChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was left to be written: the process is gone.
    }
  }

  // ---- waiter

  private void reap(WorkerProcess started) {
    exitCode.complete(started.waitForExit());
    try {
      started.channel().shutdownInput();
    } catch (IOException e) {
      // Closed already.
    }
    turn.callReader();
  }

  private Thread thread(String role, Runnable body) {
    Thread thread = new Thread(null, body, setup.poolName() + "-" + role + "-" + id, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }
}
