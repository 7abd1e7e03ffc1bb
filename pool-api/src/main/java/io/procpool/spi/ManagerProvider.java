package io.procpool.spi;

import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import java.net.SocketAddress;

/** Starts, serves and reaches managers; found by {@link java.util.ServiceLoader}. */
public interface ManagerProvider {

  /** Starts a manager in a process of its own. */
  Manager start(ManagerOptions options);

  /** Connects to a manager's server. */
  Manager connect(SocketAddress address, byte[] key, ManagerOptions options);

  /** Opens a server in this process. */
  ManagerServer open(SocketAddress address, byte[] key, ManagerOptions options);
}
