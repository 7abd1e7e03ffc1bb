package io.procpool.spi;

import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.Listener;
import io.procpool.NetworkOptions;
import io.procpool.Pipe;
import io.procpool.ProcessOptions;
import io.procpool.TaskAction;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Starts processes and connects them; found by {@link java.util.ServiceLoader}. */
public interface ProcessProvider {

  /** Starts a process. */
  JvmProcess start(ProcessOptions options, TaskAction action);

  /** The process this one is. */
  Optional<JvmProcess> current();

  /** The process that started this one. */
  Optional<ProcessHandle> parent();

  /** The living children of this one. */
  List<JvmProcess> activeChildren();

  /** A new pipe. */
  Pipe pipe(boolean duplex);

  /** A new listener. */
  Listener listen(SocketAddress address, byte[] key, NetworkOptions options);

  /** A connection to a listener. */
  Connection connect(SocketAddress address, byte[] key, NetworkOptions options);

  /** Waits for one of them to be readable. */
  List<Connection> waitAny(Collection<? extends Connection> connections, Duration timeout)
      throws InterruptedException;
}
