package io.procpool.runtime.worker;

import io.procpool.PoolOptions;
import io.procpool.TaskAction;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.message.StartMessage;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.status.StatusPage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all workers of a pool are told at their start. The initializer and finalizer are pickled
 * when the pool opens, so what cannot be sent fails there.
 *
 * @param poolName the pool's name
 * @param maxMemory the workers' limit of resident memory
 * @param sharedArguments whether results may hold shared objects
 * @param pickler how the pool writes
 * @param table what it has written
 * @param loader where results' classes are looked up
 * @param hooks the initializer and finalizer, pickled
 */
@SuppressWarnings("ArrayRecordComponent") // immutable by convention, compared by nobody
public record WorkerSetup(
    String poolName,
    long maxMemory,
    boolean sharedArguments,
    Pickler pickler,
    ClassTable table,
    ClassLoader loader,
    Hooks hooks) {

  /** Pickled hooks. */
  record Hooks(byte[] bytes, List<Object> arrays) {}

  /**
   * The setup that the options ask for.
   *
   * @throws io.procpool.NotSendableException if the initializer or finalizer cannot be sent
   */
  public static WorkerSetup of(PoolOptions options, String poolName) {
    ClassTable table = new ClassTable();
    Pickler pickler = Pickler.withTable(table);
    if (options.sharedArguments()) {
      pickler = pickler.withSharedArguments();
    }
    PickleBuffer hooks = new PickleBuffer();
    pickler.pickleInherited(
        options.initializer().<@Nullable TaskAction>map(a -> a).orElse(null), hooks);
    pickler.pickleInherited(
        options.finalizer().<@Nullable TaskAction>map(a -> a).orElse(null), hooks);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return new WorkerSetup(
        poolName,
        options.maxWorkerMemory(),
        options.sharedArguments(),
        pickler,
        table,
        context == null ? ClassLoader.getSystemClassLoader() : context,
        new Hooks(Arrays.copyOf(hooks.bytes(), hooks.length()), List.copyOf(hooks.arrays())));
  }

  /**
   * The frame a new worker begins with; it tells the first {@code definitions} of {@link #table}.
   */
  OutFrame startFrame(int worker, StatusPage status, int definitions) {
    PickleBuffer body = new PickleBuffer(256);
    new StartMessage(poolName, worker, status.path().toString(), maxMemory, sharedArguments)
        .write(body);
    byte[] known = definitions == 0 ? new byte[0] : table.definitions(0, definitions);
    body.writeVarInt(known.length);
    body.writeBytes(known, 0, known.length);
    return new OutFrame(FrameType.START)
        .add(body.bytes(), 0, body.length())
        .add(hooks.bytes(), 0, hooks.bytes().length)
        .addArrays(hooks.arrays());
  }
}
