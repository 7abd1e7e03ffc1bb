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
import io.procpool.ipc.connection.DescriptorTransfer;
import io.procpool.ipc.connection.FrameConnection;
import io.procpool.ipc.connection.PacketPipes;
import io.procpool.ipc.connection.PortListener;
import io.procpool.ipc.connection.Waiting;
import io.procpool.ipc.message.Inheritance;
import io.procpool.ipc.message.ProcessStart;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.runtime.process.JvmCommand;
import io.procpool.runtime.process.Nesting;
import io.procpool.runtime.process.RunTimeImage;
import io.procpool.runtime.process.StartAdvice;
import io.procpool.runtime.process.WorkerLauncher;
import io.procpool.spi.CurrentProcess;
import io.procpool.spi.ProcessProvider;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The processes that this one has started, and their making. */
public final class LocalProcesses implements ProcessProvider {

  private final AtomicInteger numbers = new AtomicInteger();
  private final Children children = new Children();

  /** For {@link java.util.ServiceLoader}, which makes one a process. */
  public LocalProcesses() {}

  @Override
  public JvmProcess start(ProcessOptions options, TaskAction action) {
    requireNonNull(action, "action");
    RunTimeImage.require();
    String name = options.name().orElse("process-" + numbers.incrementAndGet());
    Nesting.requireDepth("process " + name, options.maxNesting());
    if (isApplications(action)) {
      Nesting.requireNoLoop("process " + name);
    }
    // What a daemon starts, a worker for one, ends with it: nobody else would know of it.
    boolean tied =
        options.daemon() || CurrentProcess.get().filter(CurrentProcess::daemon).isPresent();
    JvmCommand command = JvmCommand.forProcess(options, tied);
    try (DescriptorTransfer transfer = DescriptorTransfer.outgoing()) {
      PickleBuffer pickled = ProcessStart.pickle(action, transfer);
      List<Integer> descriptors = transfer.descriptors();
      Inheritance inheritance =
          Inheritance.of(JvmCommand.withheld(options.environment()), CurrentProcess.lineage());
      ChildProcess child = new ChildProcess(name, options.daemon());
      ProcessStart start =
          new ProcessStart(
              name, child.statusPath(), options.daemon(), tied, descriptors.size(), inheritance);
      children.add(child);
      child.start(
          () -> new WorkerLauncher().launch(command, Transport.AUTOMATIC, descriptors),
          () -> children.remove(child));
      child.begin(start.frame(pickled));
      return child;
    } catch (IOException e) {
      throw new WorkerStartException(
          "process %s cannot be started: %s. To do: %s. The command was: %s"
              .formatted(
                  name,
                  e.getMessage(),
                  StartAdvice.of(List.of(String.valueOf(e.getMessage()))),
                  StartAdvice.shortened(command)),
          e);
    }
  }

  /** A manager's process, for one, needs no class whose initializer starts it. */
  private static boolean isApplications(TaskAction action) {
    return !action.getClass().getPackageName().startsWith("io.procpool.runtime");
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
    return children.active();
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
}
