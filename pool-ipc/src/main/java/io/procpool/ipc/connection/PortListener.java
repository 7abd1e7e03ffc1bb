package io.procpool.ipc.connection;

import io.procpool.Connection;
import io.procpool.Listener;
import io.procpool.NetworkException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.network.ServerPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;

/** A listener over a {@link ServerPort}. */
public final class PortListener implements Listener {

  private final ServerPort port;
  private final NetworkOptions options;

  private PortListener(ServerPort port, NetworkOptions options) {
    this.port = port;
    this.options = options;
  }

  /** Listens; see {@link Listener#open(SocketAddress, byte[], NetworkOptions)}. */
  public static PortListener open(SocketAddress address, byte[] key, NetworkOptions options) {
    try {
      return new PortListener(ServerPort.bind(address, key, options), options);
    } catch (IOException e) {
      throw new NetworkException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Connection accept() throws InterruptedException {
    try {
      return new FrameConnection(port.accept(), options);
    } catch (ClosedChannelException e) {
      throw new NetworkException("the listener is closed: address=" + address(), e);
    }
  }

  @Override
  public SocketAddress address() {
    return port.address();
  }

  @Override
  public void close() {
    try {
      port.close();
    } catch (IOException e) {
      throw new NetworkException("the listener cannot be closed: address=" + address(), e);
    }
  }

  @Override
  public String toString() {
    return "Listener[" + address() + "]";
  }
}
