package io.procpool.runtime.manager;

import io.procpool.ManagerServer;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program that serves a manager and may open few files. It ends with its standard input. */
final class SmallServer implements AutoCloseable {

  static final byte[] KEY = "sixteen bytes and more".getBytes(StandardCharsets.UTF_8);

  private final Process process;
  private final SocketAddress address;

  private SmallServer(Process process, SocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it; blocks until it listens. */
  static SmallServer start(Path socket, int descriptors) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            "bash",
            "-c",
            "ulimit -n " + descriptors + "; exec \"$@\"",
            "bash",
            java.toString(),
            "-XX:-MaxFDLimit",
            "-cp",
            System.getProperty("java.class.path"),
            SmallServer.class.getName(),
            socket.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (process.getInputStream().read() != '+') {
      process.destroyForcibly();
      throw new IOException("the server did not start: " + process);
    }
    return new SmallServer(process, UnixDomainSocketAddress.of(socket));
  }

  SocketAddress address() {
    return address;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The program; its argument is the path of its socket. */
  public static void main(String[] args) throws IOException {
    try (ManagerServer _ =
        ManagerServer.open(UnixDomainSocketAddress.of(args[0]), KEY, WaitingCalls.options())) {
      System.out.print('+');
      System.out.flush();
      int end = System.in.read();
      if (end >= 0) {
        throw new IOException("nobody writes to this program: " + end);
      }
    }
  }
}
