package io.procpool.runtime.worker;

import io.procpool.PoolOptions;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.connection.DescriptorTransfer;
import io.procpool.ipc.message.Inheritance;
import io.procpool.ipc.message.StartMessage;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.status.StatusPage;
import io.procpool.runtime.process.JvmCommand;
import io.procpool.spi.Ancestor;
import io.procpool.spi.CurrentProcess;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What all workers of a pool are told at their start. The initializer and finalizer are pickled
 * when the pool opens, so what cannot be sent fails there.
 *
 * @param poolName the pool's name
 * @param maxMemory the workers' limit of resident memory
 * @param sharedArguments whether results may hold shared objects
 * @param rehearse whether workers without tasks prepare for the first
 * @param mutationCheck whether workers find what tasks change of what they captured
 * @param pickler how the pool writes
 * @param table what it has written
 * @param loader where results' classes are looked up
 * @param withheld variables that the workers' JVMs are started without
 * @param lineage the processes above the workers
 * @param hooks the initializer and finalizer, pickled
 */
@SuppressWarnings("ArrayRecordComponent") // immutable by convention, compared by nobody
public record WorkerSetup(
    String poolName,
    long maxMemory,
    boolean sharedArguments,
    boolean rehearse,
    boolean mutationCheck,
    Pickler pickler,
    ClassTable table,
    ResultLoader loader,
    Map<String, String> withheld,
    List<Ancestor> lineage,
    Hooks hooks)
    implements AutoCloseable {

  /** Asks for the check in all pools of the program. */
  private static final String CHECK = "procpool.check";

  /** Pickled hooks; the connections among what they hold are kept open until the pool has ended. */
  record Hooks(byte[] bytes, List<Object> arrays, DescriptorTransfer connections) {}

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
    Hooks hooks = pickleHooks(options, pickler);
    return new WorkerSetup(
        poolName,
        options.maxWorkerMemory(),
        options.sharedArguments(),
        options.spareWorkers() > 0,
        options.mutationCheck() || Boolean.getBoolean(CHECK),
        pickler,
        table,
        new ResultLoader(ApplicationLoader.ofThread()),
        JvmCommand.withheld(options.environment()),
        CurrentProcess.lineage(),
        hooks);
  }

  private static Hooks pickleHooks(PoolOptions options, Pickler pickler) {
    PickleBuffer hooks = new PickleBuffer();
    DescriptorTransfer connections = DescriptorTransfer.outgoing();
    try {
      int _ =
          connections.during(() -> {
            pickler.pickleInherited(options.initializer().orElse(null), hooks);
            pickler.pickleInherited(options.finalizer().orElse(null), hooks);
            return hooks.length();
          });
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
    hooks.ownArrays(0); // workers start later, and new ones take the place of others
    return new Hooks(
        Arrays.copyOf(hooks.bytes(), hooks.length()), List.copyOf(hooks.arrays()), connections);
  }

  /** The descriptors that each worker inherits. */
  List<Integer> inherited() {
    return hooks.connections().descriptors();
  }

  /** Closes what was kept for workers yet to start. */
  @Override
  public void close() {
    hooks.connections().close();
  }

  /**
   * The frame a new worker begins with; it tells the first {@code definitions} of {@link #table}.
   */
  OutFrame startFrame(int worker, StatusPage status, int definitions) {
    PickleBuffer body = new PickleBuffer(256);
    new StartMessage(
            poolName,
            worker,
            status.path().toString(),
            maxMemory,
            sharedArguments,
            rehearse,
            mutationCheck,
            inherited().size(),
            Inheritance.of(withheld, lineage))
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
