package io.procpool.worker;

import io.procpool.TaskAction;
import io.procpool.Worker;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.connection.DescriptorTransfer;
import io.procpool.ipc.message.StartMessage;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.status.StatusPage;
import io.procpool.spi.CurrentProcess;
import io.procpool.spi.CurrentWorker;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is made of, from its first frame on.
 *
 * @param start who it is
 * @param channel to its pool
 * @param status its status page
 * @param table the classes it has written
 * @param known the classes its pool has written
 * @param pickler writes by {@code table}
 * @param pickledHooks the pickled initializer and finalizer
 */
record WorkerContext(
    StartMessage start,
    FrameChannel channel,
    StatusPage status,
    ClassTable table,
    ClassDefinitions known,
    Pickler pickler,
    PickleSource pickledHooks) {

  static WorkerContext of(FrameChannel channel, Frame frame) throws IOException {
    if (frame.type() != FrameType.START) {
      throw new IOException("the first frame must be START, but is " + frame.type());
    }
    PickleSource body = new PickleSource(frame.body(), 0, frame.body().length, frame.arrays());
    StartMessage start = StartMessage.read(body);
    start.inheritance().take();
    ClassTable table = new ClassTable();
    ClassDefinitions known = new ClassDefinitions(ApplicationLoader.own());
    byte[] definitions = body.readBytes(body.readVarInt());
    if (definitions.length > 0) {
      known.add(definitions);
    }
    Pickler pickler = Pickler.withTable(table);
    CurrentProcess.set(
        new CurrentProcess(
            start.poolName() + "-worker-" + start.worker(),
            true,
            Thread.currentThread(),
            start.inheritance().lineage()));
    CurrentWorker.set(new Worker(start.worker(), start.poolName()), () -> tellLingering(channel));
    return new WorkerContext(
        start,
        channel,
        StatusPage.attach(Path.of(start.statusPage())),
        table,
        known,
        start.sharedArguments() ? pickler.withSharedArguments() : pickler,
        body);
  }

  private static void tellLingering(FrameChannel channel) {
    try {
      channel.send(new OutFrame(FrameType.LINGERS));
    } catch (IOException gone) {
      return; // the pool is gone, and so will be this process
    }
  }

  /** The pool's hooks; null where it has none. */
  record Hooks(@Nullable TaskAction initializer, @Nullable TaskAction finalizer) {}

  /** Reads the hooks, with the connections they inherit. */
  Hooks readHooks() {
    try (DescriptorTransfer inherited = DescriptorTransfer.inherited(start.descriptors())) {
      return inherited.during(() -> new Hooks(readHook(), readHook()));
    }
  }

  private @Nullable TaskAction readHook() {
    return (TaskAction) pickler.unpickle(pickledHooks, known);
  }
}
