package io.procpool.worker;

import io.procpool.NotSendableException;
import io.procpool.TaskAction;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.memory.Attachments;
import io.procpool.ipc.message.CallKind;
import io.procpool.ipc.message.ControlMessage;
import io.procpool.ipc.message.Delivery;
import io.procpool.ipc.message.OutcomeBody.Change;
import io.procpool.ipc.message.OutcomeKind;
import io.procpool.ipc.message.RunBody;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of RUN frames, one after the other, on the task thread. What an item throws, an
 * {@link Error} too, is its outcome; a {@link VirtualMachineError} is reported likewise. After one,
 * or when an item was stopped where that may do lasting harm, the worker asks to be replaced.
 */
final class TaskRunner {

  private static final int KEEP_BYTES = 1 << 20;
  private static final int RESERVE_BYTES = 256 << 10;
  private static final long WITHDRAWAL_NANOS = 1_000_000_000;
  private static final long WITHDRAWAL_TICK_NANOS = 100_000;

  private final WorkerContext context;
  private final OutcomeSender sender;
  private final FrameFeed feed;
  private final MemoryLimit memory;
  private final ItemClock clock;
  private final TaskThread taskThread;
  private final @Nullable MutationCheck check; // null where nobody asks for it
  private PickleBuffer pickled = new PickleBuffer(1024);
  private final Map<Long, Callee> functions = new HashMap<>(); // that are kept; the task thread's
  private boolean unfit; // for further items: the heap has overflowed, or an interrupt did harm

  @SuppressWarnings("unused") // it only takes up room
  private byte @Nullable [] reserve = new byte[RESERVE_BYTES]; // given up to report that

  TaskRunner(WorkerContext context, OutcomeSender sender, FrameFeed feed, TaskThread taskThread) {
    this.context = context;
    this.sender = sender;
    this.feed = feed;
    this.taskThread = taskThread;
    this.clock = new ItemClock(sender);
    this.memory = new MemoryLimit(context.start().maxMemory());
    this.check = context.start().mutationCheck() ? new MutationCheck() : null;
  }

  /** Task thread: runs what the frame brings, as far as the pool does not take it back. */
  void run(Frame frame) throws IOException {
    PickleSource source = new PickleSource(frame.body(), 0, frame.body().length, frame.arrays());
    int arrays = 0;
    while (source.remaining() > 0) {
      byte record = source.readByte();
      switch (record) {
        case RunBody.DEFINITIONS -> context.known().add(source.readBytes(source.readVarInt()));
        case RunBody.CHUNK -> arrays = runChunk(frame, source, arrays, null);
        case RunBody.FUNCTION -> arrays = keepFunction(frame, source, arrays);
        case RunBody.KNOWN_CHUNK -> {
          Callee callee = known(source.readVarLong());
          arrays = runChunk(frame, source, arrays, callee);
        }
        case RunBody.FORGET -> functions.remove(source.readVarLong());
        default -> throw new IOException("no such record in a RUN frame: " + record);
      }
    }
  }

  /** Watcher: interrupts the task at this place if it runs. */
  void interrupt(Frame frame) {
    taskThread.interrupt(ControlMessage.interrupt(frame).seq());
  }

  private int keepFunction(Frame frame, PickleSource source, int firstArray) {
    long id = source.readVarLong();
    CallKind kind = CallKind.of(source.readByte());
    Item pickled = Item.next(frame, source, firstArray);
    functions.put(id, new Callee(kind, pickled));
    return pickled.endArray();
  }

  private Callee known(long function) throws IOException {
    Callee callee = functions.get(function);
    if (callee == null) {
      throw new IOException("a chunk's function was not sent before: id=" + function);
    }
    return callee;
  }

  /**
   * Runs a chunk.
   *
   * @param known its function if it was sent before; null if it is in the chunk
   */
  private int runChunk(Frame frame, PickleSource source, int firstArray, @Nullable Callee known)
      throws IOException {
    int bytes = source.readInt();
    int end = source.position() + bytes;
    long seq = source.readLong();
    CallKind kind = CallKind.of(source.readByte());
    sender.hold(Delivery.of(source.readByte()).holdNanos());
    int count = source.readVarInt();
    Callee callee = known;
    int array = firstArray;
    if (callee == null) {
      Item pickledFunction = Item.next(frame, source, firstArray);
      callee = new Callee(kind, pickledFunction);
      array = pickledFunction.endArray();
    }
    boolean taken = false;
    clock.start();
    for (int i = 0; i < count; i++) {
      Item item = Item.next(frame, source, array);
      array = item.endArray();
      if (unfit && !taken) {
        awaitWithdrawal();
      }
      clock.itemBegins();
      if (taken || !context.status().claim(clock.now())) {
        taken = true; // goes on reading: the frame's later records need their arrays' places
        continue;
      }
      feed.step();
      runItem(seq + i, callee, item);
    }
    if (source.position() != end) {
      throw new IOException(
          "a chunk has " + (end - source.position()) + " bytes more than its items");
    }
    return array;
  }

  /** Runs one item and reports it. */
  private void runItem(long seq, Callee callee, Item item) throws IOException {
    OutcomeKind outcome;
    boolean called = false; // a NotSendableException of the task's own is like any other
    Throwable failure = null;
    pickled.clear();
    taskThread.enterUserCode(seq);
    try {
      Object function = callee.function(context);
      Object argument = callee.argument(item, context);
      called = true;
      Object result =
          check == null
              ? callee.call(function, argument)
              : checked(callee, function, argument, check);
      called = false;
      context.pickler().pickle(result, pickled);
      outcome = OutcomeKind.VALUE;
    } catch (Throwable e) {
      boolean refused = e instanceof NotSendableException && !called;
      outcome = refused ? OutcomeKind.NOT_SENDABLE : OutcomeKind.THREW;
      failure = e;
      pickleFailure(e);
    } finally {
      taskThread.leaveUserCode();
    }
    if (taskThread.hasStoppedAny()) {
      retireIfHarmed(seq, failure);
    }
    long nanos = clock.itemEnded();
    context.status().ended();
    sender.add(seq, outcome, nanos, pickled, clock.now());
    if (nanos > 0) {
      memory.check(sender, clock.now());
    }
    if (pickled.bytes().length > KEEP_BYTES || !pickled.arrays().isEmpty()) {
      pickled = new PickleBuffer(1024);
    }
  }

  /** Calls the function, and tells the pool what it has changed of what it captured. */
  private @Nullable Object checked(
      Callee callee, Object function, @Nullable Object argument, MutationCheck check)
      throws Exception {
    PickleBuffer before = check.before(function);
    try {
      return callee.call(function, argument);
    } finally {
      Change change = before == null ? null : check.change(before, function);
      if (change != null) {
        sender.tell(change);
      }
    }
  }

  private void pickleFailure(Throwable failure) {
    pickled.clear();
    if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
      reserve = null;
      retire();
    }
    context.pickler().pickleThrowable(failure, pickled);
  }

  /**
   * A stopped item may leave a JVM that is of no use to others, as its own end shows or that of one
   * which suffers from it. A shared lock that it left locked is freed by the end of its process.
   */
  private void retireIfHarmed(long seq, @Nullable Throwable failure) {
    boolean told = failure != null && InterruptHarm.isToldBy(failure);
    boolean holds = taskThread.hasStopped(seq) && Attachments.isAnyHeldByCurrentThread();
    if (told || holds || taskThread.isHarmed()) {
      retire();
    }
  }

  private void retire() {
    if (!unfit) {
      unfit = true;
      sender.askForReplacement();
    }
  }

  /**
   * In a JVM that is unfit what comes next had better run elsewhere. The pool takes it back as soon
   * as it hears that this worker wants to be replaced.
   */
  private void awaitWithdrawal() throws IOException {
    sender.flush();
    long end = System.nanoTime() + WITHDRAWAL_NANOS;
    while (!context.status().isClosed() && System.nanoTime() < end) {
      LockSupport.parkNanos(this, WITHDRAWAL_TICK_NANOS);
    }
  }

  /** The function of a chunk, or of many: read for the first item, and used for all. */
  private static final class Callee {
    private final CallKind kind;
    private @Nullable Item pickled; // until it is read
    private @Nullable Object function;

    Callee(CallKind kind, Item pickled) {
      this.kind = kind;
      this.pickled = pickled;
    }

    /** Reads it, unless it is read; what stops a reading, such as an interrupt, stops that one. */
    Object function(WorkerContext context) {
      Item unread = pickled;
      if (unread != null) {
        function = unread.unpickle(context);
        pickled = null;
      }
      if (function == null) {
        throw new NotSendableException("the task arrived as null", null);
      }
      return function;
    }

    @Nullable Object argument(Item item, WorkerContext context) {
      return switch (kind) {
        case CALLABLE, RUNNABLE, ACTION -> null;
        case FUNCTION, BI_FUNCTION -> item.unpickle(context);
      };
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // an argument may be null if its function says so
    @Nullable Object call(Object ready, @Nullable Object argument) throws Exception {
      return switch (kind) {
        case CALLABLE -> ((Callable<?>) ready).call();
        case RUNNABLE -> {
          ((Runnable) ready).run();
          yield null;
        }
        case ACTION -> {
          ((TaskAction) ready).run();
          yield null;
        }
        case FUNCTION -> ((TaskFunction<@Nullable Object, ?>) ready).apply(argument);
        case BI_FUNCTION -> {
          Object[] pair = (Object[]) argument;
          yield ((TaskBiFunction<@Nullable Object, @Nullable Object, ?>) ready)
              .apply(pair[0], pair[1]);
        }
      };
    }
  }

  /** Where an item stands in its frame. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Item(byte[] body, int offset, int length, List<Object> arrays, int endArray) {

    static Item next(Frame frame, PickleSource source, int firstArray) {
      int head = source.readVarInt();
      int arrays = (head & 1) == 0 ? 0 : source.readVarInt();
      int length = head >>> 1;
      int endArray = firstArray + arrays;
      List<Object> own = arrays == 0 ? List.of() : frame.arrays().subList(firstArray, endArray);
      Item item = new Item(frame.body(), source.position(), length, own, endArray);
      source.skip(length);
      return item;
    }

    @Nullable Object unpickle(WorkerContext context) {
      PickleSource bytes = new PickleSource(body, offset, length, arrays);
      return context.pickler().unpickle(bytes, context.known());
    }
  }
}
