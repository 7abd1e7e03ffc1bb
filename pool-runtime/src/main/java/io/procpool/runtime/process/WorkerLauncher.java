package io.procpool.runtime.process;

import io.procpool.SharedResourceException;
import io.procpool.Transport;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixSpawn;
import io.procpool.ipc.posix.StandardOutputs;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Starts worker processes. Any thread may launch that outlives a process tied to it; it returns
 * when the process has begun to execute, not when it is ready.
 */
public final class WorkerLauncher {

  private static final String NULL_DEVICE = File.separatorChar == '\\' ? "NUL" : "/dev/null";
  private static final Path SHELL = Path.of("/bin/sh");
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
    return launch(command, transport, List.of());
  }

  /**
   * As {@link #launch(JvmCommand, Transport)}, with descriptors that the process inherits, as its
   * fds 4 and on. They stay the caller's here.
   *
   * @throws SharedResourceException if there are any and the transport is PATH
   */
  public WorkerProcess launch(JvmCommand command, Transport transport, List<Integer> inherited)
      throws IOException {
    requireDirectory(command.workingDirectory());
    Transport resolved = resolve(transport);
    if (resolved == Transport.PATH && !inherited.isEmpty()) {
      throw new SharedResourceException(
          "a Connection can be inherited only by transport SOCKETPAIR; use a SharedQueue instead",
          null);
    }
    requireExecutable(command);
    if (!ArgumentFile.isNeeded(command.words())) {
      return launch(command, resolved, inherited, () -> {});
    }
    Path file = WorkerFiles.fresh("args");
    Runnable cleanup = () -> delete(file);
    try {
      return launch(shortened(command, file), resolved, inherited, cleanup);
    } catch (IOException | RuntimeException failed) {
      cleanup.run();
      throw failed;
    }
  }

  private static void requireExecutable(JvmCommand command) throws IOException {
    String java = command.words().getFirst();
    if (!Files.isExecutable(Path.of(java))) {
      String failure = "not an executable file: " + java;
      throw new IOException(failure + "; " + StartAdvice.of(List.of(failure)));
    }
  }

  /** The command, with what may be too long in the file. */
  private static JvmCommand shortened(JvmCommand command, Path file) throws IOException {
    List<String> words = command.words();
    if (!ArgumentFile.isNeeded(words)) {
      return command;
    }
    ArgumentFile.write(file, words.subList(1, words.size()));
    return new JvmCommand(
        List.of(words.getFirst(), "@" + file),
        command.environment(),
        command.withheld(),
        command.workingDirectory(),
        command.tied());
  }

  /**
   * What starts the command by {@link ProcessBuilder}, without standard input.
   *
   * @param arguments a file that does not exist, for what is too long
   * @param socketFile where its parent listens
   */
  static ProcessBuilder builder(JvmCommand command, Path arguments, Path socketFile)
      throws IOException {
    JvmCommand shorter = shortened(command, arguments);
    ProcessBuilder builder =
        new ProcessBuilder(words(shorter, socketFile)).redirectInput(new File(NULL_DEVICE));
    builder.environment().keySet().removeAll(shorter.withheld());
    builder.environment().putAll(shorter.environment());
    Path directory = shorter.workingDirectory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return builder;
  }

  /** A JVM does not start in a directory that was removed; it would say so on stderr only. */
  private static void requireDirectory(@Nullable Path set) throws IOException {
    Path directory = set == null ? Path.of(System.getProperty("user.dir")) : set;
    if (Files.notExists(directory)) {
      throw new NoSuchFileException(
          directory.toString(),
          null,
          "the working directory of a worker is gone; make it again, or set the option"
              + " workingDirectory to one that stays");
    }
  }

  private static WorkerProcess launch(
      JvmCommand command, Transport transport, List<Integer> inherited, Runnable cleanup)
      throws IOException {
    return transport == Transport.SOCKETPAIR
        ? launchWithSocketpair(command, inherited, cleanup)
        : launchWithPath(command, cleanup);
  }

  private static WorkerProcess launchWithSocketpair(
      JvmCommand command, List<Integer> inherited, Runnable cleanup) throws IOException {
    PosixSpawn spawn =
        new PosixSpawn(
            tied(command), command.environment(), command.withheld(), command.workingDirectory());
    int[] pair = Posix.socketpair();
    FrameChannel channel = FrameChannel.overDescriptor(pair[0]);
    try {
      return new SpawnedProcess(spawn.start(pair[1], inherited), channel, cleanup);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    } finally {
      // The child's end must be the child's alone, or its death would not end the stream.
      Posix.close(pair[1]);
    }
  }

  private static WorkerProcess launchWithPath(JvmCommand command, Runnable cleanup)
      throws IOException {
    Path socketFile = WorkerFiles.fresh("sock");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socketFile);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    FrameChannel channel = FrameChannel.accepting(server);
    try {
      server.bind(address, BACKLOG);
      Process process = start(command, socketFile);
      CompletableFuture<Void> ended =
          process
              .onExit()
              .thenAccept(itself -> {
                endAccept(address);
                delete(socketFile);
                cleanup.run();
              });
      return new BuiltProcess(process, ended, channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      delete(socketFile);
      throw failed;
    }
  }

  private static Process start(JvmCommand command, Path socketFile) throws IOException {
    return builder(command, socketFile, socketFile) // an argument file was written before
        .redirectOutput(output(1))
        .redirectError(output(2))
        .start();
  }

  private static ProcessBuilder.Redirect output(int number) {
    return StandardOutputs.isInheritable(number)
        ? ProcessBuilder.Redirect.INHERIT
        : ProcessBuilder.Redirect.DISCARD;
  }

  // The worker shares the terminal's foreground group: there, Ctrl-C and a hangup are the parent's
  // to answer. A signal ignored when a JVM starts stays ignored. The shell becomes the JVM.
  private static List<String> words(JvmCommand command, Path socketFile) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      words.addAll(List.of(SHELL.toString(), "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    }
    words.addAll(tied(command));
    words.add(socketFile.toString());
    return words;
  }

  private static List<String> tied(JvmCommand command) {
    List<String> words = new ArrayList<>();
    if (command.tied()) {
      words.addAll(ParentDeathSignal.words());
    }
    words.addAll(command.words());
    return words;
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

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      // In a private directory, where a later program of this user removes it.
    }
  }
}
