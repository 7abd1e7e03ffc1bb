package io.procpool.runtime.child;

import static java.util.Objects.requireNonNull;

import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.Listener;
import io.procpool.NetworkOptions;
import io.procpool.Pipe;
import io.procpool.ProcessOptions;
import io.procpool.TaskAction;
import io.procpool.Transport;
import io.procpool.WorkerStartException;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.connection.DescriptorTransfer;
import io.procpool.ipc.connection.FrameConnection;
import io.procpool.ipc.connection.PacketPipes;
import io.procpool.ipc.connection.PortListener;
import io.procpool.ipc.connection.Waiting;
import io.procpool.ipc.message.ProcessStart;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.runtime.process.JvmCommand;
import io.procpool.runtime.process.WorkerLauncher;
import io.procpool.runtime.process.WorkerProcess;
import io.procpool.spi.CurrentProcess;
import io.procpool.spi.ProcessProvider;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** The processes that this one has started, and their making. */
public final class LocalProcesses implements ProcessProvider {

  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<Numbered> children = new ConcurrentSkipListSet<>();

  /** A child in the order of its start. */
  private record Numbered(int number, ChildProcess child) implements Comparable<Numbered> {
    @Override
    public int compareTo(Numbered other) {
      return Integer.compare(number, other.number);
    }
  }

  /** For {@link java.util.ServiceLoader}, which makes one a process. */
  public LocalProcesses() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::endDaemons, "procpool-end-children"));
  }

  @Override
  public JvmProcess start(ProcessOptions options, TaskAction action) {
    requireNonNull(action, "action");
    int number = numbers.incrementAndGet();
    String name = options.name().orElse("process-" + number);
    try (DescriptorTransfer transfer = DescriptorTransfer.outgoing()) {
      PickleBuffer pickled = ProcessStart.pickle(action, transfer);
      PickleBuffer head = new PickleBuffer();
      new ProcessStart(name, options.daemon(), transfer.descriptors().size()).write(head);
      WorkerProcess process =
          new WorkerLauncher()
              .launch(JvmCommand.forProcess(options), Transport.AUTOMATIC, transfer.descriptors());
      ChildProcess child = new ChildProcess(name, options.daemon(), process);
      Numbered numbered = new Numbered(number, child);
      children.add(numbered);
      child.watch(() -> children.remove(numbered));
      process
          .channel()
          .send(
              new OutFrame(FrameType.START)
                  .add(head.bytes(), 0, head.length())
                  .add(pickled.bytes(), 0, pickled.length())
                  .addArrays(pickled.arrays()));
      return child;
    } catch (IOException e) {
      throw new WorkerStartException(
          "process " + name + " cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<JvmProcess> current() {
    return CurrentProcess.get().map(ThisProcess::new);
  }

  @Override
  public Optional<ProcessHandle> parent() {
    return CurrentProcess.get().flatMap(_ -> ProcessHandle.current().parent());
  }

  @Override
  public List<JvmProcess> activeChildren() {
    return children.stream()
        .map(Numbered::child)
        .filter(JvmProcess::isAlive)
        .<JvmProcess>map(c -> c)
        .toList();
  }

  @Override
  public Pipe pipe(boolean duplex) {
    return PacketPipes.open(duplex);
  }

  @Override
  public Listener listen(SocketAddress address, byte[] key, NetworkOptions options) {
    return PortListener.open(address, key, options);
  }

  @Override
  public Connection connect(SocketAddress address, byte[] key, NetworkOptions options) {
    return FrameConnection.connect(address, key, options);
  }

  @Override
  public List<Connection> waitAny(Collection<? extends Connection> connections, Duration timeout)
      throws InterruptedException {
    return Waiting.any(connections, timeout);
  }

  /**
   * Its own hooks run in a daemon that is terminated; one that hangs in them ends when it sees its
   * channel's end.
   */
  private void endDaemons() {
    for (Numbered numbered : children) {
      if (numbered.child().isDaemon()) {
        numbered.child().terminate();
      }
    }
  }
}
