package io.procpool.runtime.process;

import io.procpool.Transport;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixSpawn;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts worker processes. Any thread may launch; it returns when the process has begun to execute,
 * not when it is ready.
 */
public final class WorkerLauncher {

  private static final String NULL_DEVICE = File.separatorChar == '\\' ? "NUL" : "/dev/null";
  private static final int BACKLOG = 2; // the worker, and who ends the wait for it

  /**
   * What {@link Transport#AUTOMATIC} stands for here.
   *
   * @throws UnsupportedOperationException if SOCKETPAIR is asked for where it cannot be had
   */
  public static Transport resolve(Transport transport) {
    return switch (transport) {
      case AUTOMATIC -> Posix.available() ? Transport.SOCKETPAIR : Transport.PATH;
      case SOCKETPAIR -> {
        if (!Posix.available()) {
          throw new UnsupportedOperationException(
              "transport SOCKETPAIR needs Linux on x86-64 or aarch64 and"
                  + " --enable-native-access=ALL-UNNAMED (or io.procpool.ipc): os="
                  + System.getProperty("os.name")
                  + " arch="
                  + System.getProperty("os.arch"));
        }
        yield transport;
      }
      case PATH -> transport;
    };
  }

  /**
   * Starts a worker. Its standard output and error are the parent's.
   *
   * @throws IOException if the process cannot be started; nothing is left then
   */
  public WorkerProcess launch(JvmCommand command, Transport transport) throws IOException {
    return resolve(transport) == Transport.SOCKETPAIR
        ? launchWithSocketpair(command)
        : launchWithPath(command);
  }

  private static WorkerProcess launchWithSocketpair(JvmCommand command) throws IOException {
    PosixSpawn spawn =
        new PosixSpawn(command.words(), command.environment(), command.workingDirectory());
    int[] pair = Posix.socketpair();
    FrameChannel channel = FrameChannel.overDescriptor(pair[0]);
    try {
      return new SpawnedProcess(spawn.start(pair[1]), channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    } finally {
      // The child's end must be the child's alone, or its death would not end the stream.
      Posix.close(pair[1]);
    }
  }

  private static WorkerProcess launchWithPath(JvmCommand command) throws IOException {
    Path directory = Files.createTempDirectory("procpool-");
    Path socketFile = directory.resolve("worker");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socketFile);
      server.bind(address, BACKLOG);
      Process process = start(command, socketFile);
      CompletableFuture<Void> cleanup =
          process
              .onExit()
              .thenAccept(ended -> {
                endAccept(address);
                delete(socketFile, directory);
              });
      return new BuiltProcess(process, cleanup, FrameChannel.accepting(server));
    } catch (IOException | RuntimeException failed) {
      closeQuietly(server);
      delete(socketFile, directory);
      throw failed;
    }
  }

  private static Process start(JvmCommand command, Path socketFile) throws IOException {
    List<String> words = new ArrayList<>(command.words());
    words.add(socketFile.toString());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(new File(NULL_DEVICE));
    builder.environment().putAll(command.environment());
    Path directory = command.workingDirectory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return builder.start();
  }

  // A worker that died before it connected would leave the channel waiting: a connection that says
  // nothing ends it. One the worker made is accepted first, with what it sent.
  private static void endAccept(UnixDomainSocketAddress address) {
    try {
      SocketChannel.open(address).close();
    } catch (IOException acceptedOrClosed) {
      // Nobody waits any more.
    }
  }

  private static void closeQuietly(ServerSocketChannel server) {
    try {
      server.close();
    } catch (IOException alreadyUnusable) {
      // Closed all the same.
    }
  }

  private static void delete(Path socketFile, Path directory) {
    try {
      Files.deleteIfExists(socketFile);
      Files.deleteIfExists(directory);
    } catch (IOException left) {
      // An empty private directory remains in the temporary directory.
    }
  }
}
