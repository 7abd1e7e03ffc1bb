package io.procpool.runtime.worker;

import io.procpool.PoolOptions;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.message.ControlMessage;
import io.procpool.ipc.message.RunBody;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.runtime.call.CallPayload;
import io.procpool.runtime.call.LargeArrays;
import io.procpool.runtime.call.PickledItem;
import io.procpool.runtime.call.Waiter;
import io.procpool.runtime.dispatch.Batch;
import io.procpool.runtime.dispatch.PoolEvent;
import io.procpool.runtime.dispatch.Range;
import io.procpool.runtime.dispatch.Workforce;
import io.procpool.runtime.process.JvmCommand;
import io.procpool.runtime.process.StartTrial;
import io.procpool.runtime.process.WorkerLauncher;
import io.procpool.runtime.process.WorkerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes of a pool, as its dispatcher commands them. What a turn sends to one worker
 * goes in as few frames as possible.
 */
public final class WorkerTeam implements Workforce {

  private static final int MAX_FRAME_BYTES = 1 << 20;

  private final PoolOptions options;
  private final WorkerSetup setup;
  private final WorkerEvents events;
  private final BiConsumer<Integer, ExitReason> onForgotten;
  private final Launch launch = new Launch();
  private final Map<Integer, WorkerHandle> handles = new ConcurrentHashMap<>();
  private final Map<WorkerHandle, Gathered> gathered = new LinkedHashMap<>(); // the dispatcher's

  /** A frame that grows during a turn. */
  private static final class Gathered {
    final OutFrame frame = new OutFrame(FrameType.RUN);
    final List<Object> arrays = new ArrayList<>(0);
    long bytes; // arrays included
    boolean read = true; // whether the waiting caller reads what comes of it
    boolean more; // whether more may follow soon
  }

  /** No workers yet. */
  public WorkerTeam(
      PoolOptions options,
      WorkerSetup setup,
      WorkerEvents events,
      BiConsumer<Integer, ExitReason> onForgotten) {
    this.options = options;
    this.setup = setup;
    this.events = events;
    this.onForgotten = onForgotten;
  }

  /** The process id of a worker; 0 if it has none, yet or any more. Any thread. */
  public long pid(int worker) {
    WorkerHandle handle = handles.get(worker);
    return handle == null ? 0 : handle.pid();
  }

  /** Kills every process there is. Any thread. */
  public void killAll() {
    handles.values().forEach(WorkerHandle::kill);
  }

  @Override
  public void start(int worker) {
    try {
      WorkerHandle handle = new WorkerHandle(worker, setup, events, launch);
      handles.put(worker, handle);
      handle.start();
    } catch (RuntimeException | Error e) {
      // No shared memory for its status page, or no thread for its reader.
      events.post(WorkerHandle.stillborn(worker, e));
    }
  }

  private final class Launch implements WorkerHandle.Launch {
    private @Nullable List<String> lastWords; // guarded by this; one trial speaks for all

    @Override
    public WorkerProcess launch() throws IOException {
      return new WorkerLauncher()
          .launch(JvmCommand.forWorker(options), options.transport(), setup.inherited());
    }

    @Override
    public synchronized List<String> lastWords() {
      List<String> words = lastWords;
      if (words == null) {
        words = StartTrial.lines(JvmCommand.forWorker(options));
        lastWords = words;
      }
      return words;
    }
  }

  @Override
  public void run(int worker, Batch batch, Range items, long firstSeq) {
    WorkerHandle handle = handles.get(worker);
    if (handle == null) {
      return;
    }
    CallPayload payload = (CallPayload) batch.payload();
    boolean kept = payload.isFunctionKept();
    if (kept && handle.functions().use(payload.functionId())) {
      sendFunction(handle, payload);
    }
    PickledItem function = payload.function();
    List<Object> arrays = new ArrayList<>(kept ? List.of() : function.arrays());
    arrays.addAll(payload.inputs().arrays(items));
    long bytes = (kept ? 0 : function.bytes().length) + payload.inputs().bytes(items);
    // What the worker has no heap for must not take along what it has.
    long allBytes = bytes + LargeArrays.bytes(arrays);
    if (allBytes > MAX_FRAME_BYTES && items.size() > 1) {
      long middle = items.from() + items.size() / 2;
      run(worker, batch, new Range(items.from(), middle), firstSeq);
      run(worker, batch, new Range(middle, items.to()), firstSeq + middle - items.from());
      return;
    }
    int itemBytes = Math.toIntExact(bytes);
    Gathered gather = gather(handle, allBytes);
    PickleBuffer head = new PickleBuffer(32);
    int count = Math.toIntExact(items.size());
    writeDefinitions(handle, head);
    if (kept) {
      RunBody.writeKnownChunkHead(
          head, payload.functionId(), firstSeq, payload.kind(), batch.delivery(), count, itemBytes);
      gather.frame.add(head.bytes(), 0, head.length());
    } else {
      RunBody.writeChunkHead(head, firstSeq, payload.kind(), batch.delivery(), count, itemBytes);
      gather
          .frame
          .add(head.bytes(), 0, head.length())
          .add(function.bytes(), 0, function.bytes().length);
    }
    payload.inputs().addTo(gather.frame, items);
    Waiter waiter = payload.waiter();
    gather.read &= waiter != null && waiter.readsFrom(handle);
    gather.more = waiter != null && waiter.spins();
    handle.willSend(firstSeq + items.size(), waiter != null);
    gather.arrays.addAll(arrays);
    gather.bytes += allBytes;
  }

  /** Sends a function that the worker is to keep, and lets it forget one if it has too many. */
  private void sendFunction(WorkerHandle handle, CallPayload payload) {
    PickledItem function = payload.function();
    long bytes = function.bytes().length + LargeArrays.bytes(function.arrays());
    Gathered gather = gather(handle, bytes);
    PickleBuffer head = new PickleBuffer(32);
    Long surplus = handle.functions().surplus();
    if (surplus != null) {
      RunBody.writeForget(head, surplus);
    }
    writeDefinitions(handle, head);
    RunBody.writeFunctionHead(head, payload.functionId(), payload.kind());
    gather
        .frame
        .add(head.bytes(), 0, head.length())
        .add(function.bytes(), 0, function.bytes().length);
    gather.arrays.addAll(function.arrays());
    gather.bytes += bytes;
    gather.read = false;
  }

  @Override
  public void release(Batch batch) {
    CallPayload payload = (CallPayload) batch.payload();
    if (!payload.isFunctionKept()) {
      return;
    }
    for (WorkerHandle handle : handles.values()) {
      if (handle.functions().forget(payload.functionId())) {
        PickleBuffer record = new PickleBuffer(16);
        RunBody.writeForget(record, payload.functionId());
        Gathered gather = gather(handle, record.length());
        gather.frame.add(record.bytes(), 0, record.length());
        gather.read = false; // nothing comes of it
      }
    }
  }

  private Gathered gather(WorkerHandle handle, long moreBytes) {
    Gathered open = gathered.get(handle);
    if (open != null && open.bytes + moreBytes > MAX_FRAME_BYTES) {
      send(handle);
      open = null;
    }
    if (open == null) {
      open = new Gathered();
      gathered.put(handle, open);
    }
    return open;
  }

  private void writeDefinitions(WorkerHandle handle, PickleBuffer to) {
    int size = setup.table().size();
    if (size > handle.toldDefinitions()) {
      RunBody.writeDefinitions(to, setup.table().definitions(handle.toldDefinitions(), size));
      handle.toldDefinitions(size);
    }
  }

  private void send(WorkerHandle handle) {
    Gathered ready = gathered.remove(handle);
    if (ready != null) {
      handle.offer(ready.frame.addArrays(ready.arrays), ready.read, ready.more);
    }
  }

  @Override
  public void endTurn() {
    while (!gathered.isEmpty()) {
      send(gathered.keySet().iterator().next());
    }
  }

  @Override
  public long withdraw(int worker, int epoch) {
    WorkerHandle handle = handles.get(worker);
    return handle == null ? 0 : handle.status().close(epoch);
  }

  @Override
  public void resume(int worker, int epoch, long nextSeq) {
    tell(worker, ControlMessage.frame(new ControlMessage.Resume(epoch, nextSeq)));
  }

  @Override
  public PoolEvent.Observed observe(int worker) {
    WorkerHandle handle = handles.get(worker);
    return handle == null ? new PoolEvent.Observed(worker, 0, 0, false, false) : handle.observe();
  }

  @Override
  public void interrupt(int worker, long seq) {
    tell(worker, ControlMessage.frame(new ControlMessage.Interrupt(seq)));
  }

  @Override
  public void stop(int worker) {
    tell(worker, new OutFrame(FrameType.STOP));
  }

  private void tell(int worker, OutFrame frame) {
    WorkerHandle handle = handles.get(worker);
    if (handle != null) {
      send(handle); // what was gathered before goes before
      handle.offer(frame, false, false);
    }
  }

  @Override
  public void kill(int worker) {
    WorkerHandle handle = handles.get(worker);
    if (handle != null) {
      handle.kill();
    }
  }

  @Override
  public void forget(int worker, ExitReason reason) {
    WorkerHandle handle = handles.remove(worker);
    if (handle != null) {
      gathered.remove(handle);
      handle.status().close();
    }
    onForgotten.accept(worker, reason);
  }
}
