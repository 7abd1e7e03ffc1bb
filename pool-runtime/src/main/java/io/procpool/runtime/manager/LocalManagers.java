package io.procpool.runtime.manager;

import static java.util.Objects.requireNonNull;

import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.NetworkException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.network.ServerPort;
import io.procpool.ipc.proxy.ConnectedHome;
import io.procpool.ipc.proxy.ProxyManager;
import io.procpool.runtime.process.Nesting;
import io.procpool.runtime.process.RunTimeImage;
import io.procpool.spi.ManagerProvider;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Starts, serves and reaches managers. */
public final class LocalManagers implements ManagerProvider {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** For {@link java.util.ServiceLoader}. */
  public LocalManagers() {}

  @Override
  public Manager start(ManagerOptions options) {
    RunTimeImage.require();
    int number = NUMBERS.incrementAndGet();
    String name = options.name().orElse("manager-" + number);
    Supplier<ProxyManager.Home> start = () -> StartedHome.start(name, "manager-" + number, options);
    return new ProxyManager(Nesting.isInChildsInitializer() ? new LateHome(start) : start.get());
  }

  @Override
  public Manager connect(SocketAddress address, byte[] key, ManagerOptions options) {
    requireNonNull(address, "address");
    RunTimeImage.require();
    Path keyFile = keyFile(key);
    return new ProxyManager(
        new ConnectedHome(
            address, key, keyFile.toString(), options.callTimeout(), options.network()));
  }

  @Override
  public ManagerServer open(SocketAddress address, byte[] key, ManagerOptions options) {
    RunTimeImage.require();
    String name = options.name().orElse("manager-" + NUMBERS.incrementAndGet());
    ServerPort port = bind(requireNonNull(address, "address"), key, options.network());
    return ServedManager.open(ServerSetup.ofServer(name, options, keyFile(key).toString()), port);
  }

  static ServerPort bind(SocketAddress address, byte[] key, NetworkOptions network) {
    try {
      return ServerPort.bind(address, key, network);
    } catch (IOException e) {
      throw new NetworkException("a manager cannot listen: " + e.getMessage(), e);
    }
  }

  private static Path keyFile(byte[] key) {
    return SegmentDirectory.current()
        .createFile("manager-" + NUMBERS.incrementAndGet() + ".key", requireNonNull(key, "key"));
  }
}
