package io.procpool.worker;

import io.procpool.NotSendableException;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.message.CallKind;
import io.procpool.ipc.message.ControlMessage;
import io.procpool.ipc.message.Delivery;
import io.procpool.ipc.message.OutcomeKind;
import io.procpool.ipc.message.RunBody;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of RUN frames, one after the other, on the task thread. What an item throws, an
 * {@link Error} too, is its outcome; a {@link VirtualMachineError} is reported likewise, and the
 * worker asks to be replaced.
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
  private PickleBuffer pickled = new PickleBuffer(1024);
  private boolean exhausted; // the heap has overflowed

  @SuppressWarnings("unused") // it only takes up room
  private byte @Nullable [] reserve = new byte[RESERVE_BYTES]; // given up to report that

  TaskRunner(WorkerContext context, OutcomeSender sender, FrameFeed feed, TaskThread taskThread) {
    this.context = context;
    this.sender = sender;
    this.feed = feed;
    this.taskThread = taskThread;
    this.clock = new ItemClock(sender);
    this.memory = new MemoryLimit(context.start().maxMemory());
  }

  /** Task thread: runs what the frame brings, as far as the pool does not take it back. */
  void run(Frame frame) throws IOException {
    PickleSource source = new PickleSource(frame.body(), 0, frame.body().length, frame.arrays());
    int arrays = 0;
    while (source.remaining() > 0) {
      byte record = source.readByte();
      switch (record) {
        case RunBody.DEFINITIONS -> context.known().add(source.readBytes(source.readVarInt()));
        case RunBody.CHUNK -> arrays = runChunk(frame, source, arrays);
        default -> throw new IOException("no such record in a RUN frame: " + record);
      }
    }
  }

  /** Watcher: interrupts the task at this place if it runs. */
  void interrupt(Frame frame) {
    taskThread.interrupt(ControlMessage.interrupt(frame).seq());
  }

  private int runChunk(Frame frame, PickleSource source, int firstArray) throws IOException {
    int bytes = source.readInt();
    int end = source.position() + bytes;
    long seq = source.readLong();
    CallKind kind = CallKind.of(source.readByte());
    sender.hold(Delivery.of(source.readByte()).holdNanos());
    int count = source.readVarInt();
    Item pickledFunction = Item.next(frame, source, firstArray);
    Callee callee = new Callee(kind, pickledFunction);
    int array = pickledFunction.endArray();
    boolean taken = false;
    clock.start();
    for (int i = 0; i < count; i++) {
      Item item = Item.next(frame, source, array);
      array = item.endArray();
      if (exhausted && !taken) {
        awaitWithdrawal();
      }
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
    pickled.clear();
    taskThread.enterUserCode(seq);
    try {
      Object function = callee.function(context);
      Object argument = callee.argument(item, context);
      called = true;
      Object result = callee.call(function, argument);
      called = false;
      context.pickler().pickle(result, pickled);
      outcome = OutcomeKind.VALUE;
    } catch (Throwable e) {
      boolean refused = e instanceof NotSendableException && !called;
      outcome = refused ? OutcomeKind.NOT_SENDABLE : OutcomeKind.THREW;
      pickleFailure(e);
    } finally {
      taskThread.leaveUserCode();
    }
    long nanos = clock.itemEnded();
    sender.add(seq, outcome, nanos, pickled, clock.now());
    if (nanos > 0) {
      memory.check(sender, clock.now());
    }
    if (pickled.bytes().length > KEEP_BYTES || !pickled.arrays().isEmpty()) {
      pickled = new PickleBuffer(1024);
    }
  }

  private void pickleFailure(Throwable failure) {
    pickled.clear();
    if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
      exhausted = true;
      reserve = null;
      sender.askForReplacement();
    }
    context.pickler().pickleThrowable(failure, pickled);
  }

  /**
   * After an OutOfMemoryError: what comes next had better run elsewhere. The pool takes it back as
   * soon as it hears that this worker wants to be replaced.
   */
  private void awaitWithdrawal() throws IOException {
    sender.flush();
    long end = System.nanoTime() + WITHDRAWAL_NANOS;
    while (!context.status().isClosed() && System.nanoTime() < end) {
      LockSupport.parkNanos(this, WITHDRAWAL_TICK_NANOS);
    }
  }

  /** The function of a chunk: read for its first item, and used for all. */
  private static final class Callee {
    private final CallKind kind;
    private final Item pickled;
    private @Nullable Object function;
    private @Nullable NotSendableException unreadable;

    Callee(CallKind kind, Item pickled) {
      this.kind = kind;
      this.pickled = pickled;
    }

    Object function(WorkerContext context) {
      if (unreadable != null) {
        throw unreadable; // its bytes have been read, and would say something else now
      }
      if (function == null) {
        try {
          function = pickled.unpickle(context);
        } catch (NotSendableException e) {
          unreadable = e;
          throw e;
        }
      }
      if (function == null) {
        throw new NotSendableException("the task arrived as null", null);
      }
      return function;
    }

    @Nullable Object argument(Item item, WorkerContext context) {
      return switch (kind) {
        case CALLABLE, RUNNABLE -> null;
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
  private record Item(PickleSource bytes, int endArray) {

    static Item next(Frame frame, PickleSource source, int firstArray) {
      int head = source.readVarInt();
      int arrays = (head & 1) == 0 ? 0 : source.readVarInt();
      int length = head >>> 1;
      List<Object> own =
          arrays == 0 ? List.of() : frame.arrays().subList(firstArray, firstArray + arrays);
      PickleSource bytes = new PickleSource(frame.body(), source.position(), length, own);
      source.skip(length);
      return new Item(bytes, firstArray + arrays);
    }

    @Nullable Object unpickle(WorkerContext context) {
      return context.pickler().unpickle(bytes, context.known());
    }
  }
}
