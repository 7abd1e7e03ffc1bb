package io.procpool.runtime.manager;

import io.procpool.JvmProcess;
import io.procpool.ManagerLostException;
import io.procpool.ManagerOptions;
import io.procpool.ManagerOptions.Registration;
import io.procpool.NetworkOptions;
import io.procpool.ProcessOptions;
import io.procpool.TaskAction;
import io.procpool.WorkerStartException;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.proxy.ManagerConnection;
import io.procpool.ipc.proxy.ObjectCaller;
import io.procpool.ipc.proxy.ProxyManager;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A manager in a child process of this one. Its socket and its key are in this process's home. */
final class StartedHome implements ProxyManager.Home {

  private static final int KEY_BYTES = 32;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration GRACE_TIME = Duration.ofSeconds(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final JvmProcess process;
  private final Path keyFile;
  private final Path socketFile;
  private final ManagerConnection connection;

  private StartedHome(
      JvmProcess process, Path keyFile, Path socketFile, ManagerConnection connection) {
    this.process = process;
    this.keyFile = keyFile;
    this.socketFile = socketFile;
    this.connection = connection;
  }

  /**
   * Starts a manager.
   *
   * @param files how its files are called
   */
  static StartedHome start(String name, String files, ManagerOptions options) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path keyFile = SegmentDirectory.current().createFile(files + ".key", key);
    Path socketFile = keyFile.resolveSibling(files + ".sock");
    JvmProcess process =
        JvmProcess.start(
            ProcessOptions.defaults().withName(name).withDaemon(true),
            serving(name, options, key, keyFile.toString(), socketFile.toString()));
    ManagerConnection connection = connect(process, key, keyFile, socketFile, options);
    connection.explainBy(() -> fate(process));
    return new StartedHome(process, keyFile, socketFile, connection);
  }

  private static TaskAction serving(
      String name, ManagerOptions options, byte[] key, String keyFile, String socketFile) {
    long maxMessageBytes = options.network().maxMessageBytes();
    Duration linger = options.linger();
    int maxOpenCalls = options.maxOpenCalls();
    List<Registration> types = options.types();
    return () -> {
      ServerSetup setup = ServerSetup.ofChild(name, linger, maxOpenCalls, types, keyFile);
      try (ServedManager _ =
          ServedManager.open(
              setup,
              LocalManagers.bind(
                  UnixDomainSocketAddress.of(socketFile),
                  key,
                  NetworkOptions.defaults().withMaxMessageBytes(maxMessageBytes)))) {
        new CountDownLatch(1).await(); // until the process is ended
      }
    };
  }

  private static ManagerConnection connect(
      JvmProcess process, byte[] key, Path keyFile, Path socketFile, ManagerOptions options) {
    long start = System.nanoTime();
    while (true) {
      try {
        return ManagerConnection.open(
            UnixDomainSocketAddress.of(socketFile),
            key,
            keyFile.toString(),
            options.callTimeout(),
            NetworkOptions.defaults());
      } catch (ManagerLostException notYet) {
        boolean late = System.nanoTime() - start > START_TIMEOUT.toNanos();
        if (late || !process.isAlive()) {
          process.kill();
          throw new WorkerStartException(
              "a manager's process did not start: name="
                  + process.name()
                  + " pid="
                  + process.pid()
                  + fate(process)
                  + " limit="
                  + START_TIMEOUT,
              notYet);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  /** How it ended, where that is known in a moment. */
  private static String fate(JvmProcess process) {
    try {
      if (process.join(Duration.ofMillis(200))) {
        return " exit=" + process.exitCode().getAsInt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  @Override
  public ObjectCaller caller() {
    return connection;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    connection.close();
    process.terminate();
    try {
      if (!process.join(GRACE_TIME)) {
        process.kill();
        process.join();
      }
    } catch (InterruptedException e) {
      process.kill();
      Thread.currentThread().interrupt();
    }
    delete(socketFile);
    delete(keyFile);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It goes with this process's directory.
    }
  }
}
