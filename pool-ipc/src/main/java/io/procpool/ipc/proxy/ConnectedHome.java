package io.procpool.ipc.proxy;

import io.procpool.ManagerLostException;
import io.procpool.NetworkOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A manager reached by an address; one that was restarted there is found by the next call. */
public final class ConnectedHome implements ProxyManager.Home {

  private final SocketAddress address;
  private final byte[] key;
  private final String keyFile;
  private final Duration callTimeout;
  private final NetworkOptions options;
  private ManagerConnection connection; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Connects.
   *
   * @param keyFile where this user's processes find the key; goes when this is closed
   */
  public ConnectedHome(
      SocketAddress address,
      byte[] key,
      String keyFile,
      Duration callTimeout,
      NetworkOptions options) {
    this.address = address;
    this.key = key.clone();
    this.keyFile = keyFile;
    this.callTimeout = callTimeout;
    this.options = options;
    this.connection = ManagerConnection.open(address, key, keyFile, callTimeout, options);
  }

  @Override
  public synchronized ObjectCaller caller() {
    if (closed) {
      throw new ManagerLostException(
          "this process has closed its manager: address=" + ManagerLocation.text(address), null);
    }
    if (connection.isLost()) {
      connection = ManagerConnection.open(address, key, keyFile, callTimeout, options);
    }
    return connection;
  }

  @Override
  public synchronized long pid() {
    return connection.welcome().pid();
  }

  @Override
  public String place() {
    return ManagerLocation.text(address);
  }

  @Override
  public synchronized void close() {
    closed = true;
    connection.close();
    try {
      Files.deleteIfExists(Path.of(keyFile));
    } catch (IOException e) {
      // It goes with this process's directory.
    }
  }
}
