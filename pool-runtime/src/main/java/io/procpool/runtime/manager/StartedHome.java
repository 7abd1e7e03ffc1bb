package io.procpool.runtime.manager;

import io.procpool.JvmProcess;
import io.procpool.ManagerLostException;
import io.procpool.ManagerOptions;
import io.procpool.ManagerOptions.Registration;
import io.procpool.NetworkOptions;
import io.procpool.ProcessOptions;
import io.procpool.SharedResourceException;
import io.procpool.TaskAction;
import io.procpool.WorkerStartException;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.proxy.ManagerConnection;
import io.procpool.ipc.proxy.ObjectCaller;
import io.procpool.ipc.proxy.ProxyManager;
import io.procpool.runtime.process.JvmCommand;
import io.procpool.runtime.process.Nesting;
import io.procpool.runtime.process.StartAdvice;
import io.procpool.runtime.process.StartTrial;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
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

  // sun_path has 104 bytes or more; a socket is made under a name 20 bytes longer.
  private static final int MAX_SOCKET_PATH = 80;
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
    Nesting.requireDepth("manager " + name, options.maxNesting());
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path keyFile = SegmentDirectory.current().createFile(files + ".key", key);
    Path socketFile = keyFile.resolveSibling(files + ".sock");
    requireShort(socketFile, keyFile);
    ProcessOptions childs = processOptions(name, options);
    JvmProcess process =
        JvmProcess.start(
            childs, serving(name, options, key, keyFile.toString(), socketFile.toString()));
    ManagerConnection connection;
    try {
      connection = connect(process, key, keyFile, socketFile, options);
    } catch (ManagerLostException lost) {
      process.kill();
      throw notStarted(process, childs, lost);
    }
    connection.explainBy(() -> fate(process));
    return new StartedHome(process, keyFile, socketFile, connection);
  }

  private static ProcessOptions processOptions(String name, ManagerOptions options) {
    ProcessOptions childs =
        ProcessOptions.defaults()
            .withName(name)
            .withDaemon(true)
            .withMaxNesting(options.maxNesting())
            .withJvmOptions(options.jvmOptions().toArray(String[]::new));
    return options.classPath().map(childs::withClassPath).orElse(childs);
  }

  /** The child would only say that it could not bind. */
  private static void requireShort(Path socketFile, Path keyFile) {
    int bytes = socketFile.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_SOCKET_PATH) {
      delete(keyFile);
      throw new SharedResourceException(
          "the path is too long for a manager's socket: path=%s bytes=%d limit=%d; set -D%s to a shorter directory"
              .formatted(socketFile, bytes, MAX_SOCKET_PATH, SegmentDirectory.ROOT_PROPERTY),
          null);
    }
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
          throw notYet;
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static WorkerStartException notStarted(
      JvmProcess process, ProcessOptions options, ManagerLostException last) {
    String fate = fate(process);
    JvmCommand command = JvmCommand.forProcess(options, true);
    List<String> said = StartTrial.lines(command);
    return new WorkerStartException(
        "a manager's process did not start: name=%s pid=%d%s limit=%s%s. To do: %s. The command was: %s"
            .formatted(
                process.name(),
                process.pid(),
                fate,
                START_TIMEOUT,
                said.isEmpty() ? "" : "; it wrote: " + String.join(" / ", said),
                StartAdvice.of(said),
                StartAdvice.shortened(command)),
        last);
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
  public String place() {
    return connection.location().address();
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
    try {
      Files.deleteIfExists(socketFile);
    } catch (IOException e) {
      // It goes with this process's directory.
    }
    delete(keyFile);
  }

  private static void delete(Path keyFile) {
    try {
      SegmentDirectory.current().delete(keyFile);
    } catch (IOException e) {
      // It goes with this process's directory.
    }
  }
}
