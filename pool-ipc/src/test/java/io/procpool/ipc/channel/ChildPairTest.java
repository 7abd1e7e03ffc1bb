package io.procpool.ipc.channel;

import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixSpawn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A parent's descriptor and a child's inherited one. */
final class ChildPairTest extends FrameChannelContract {

  @Override
  void connect() throws Exception {
    int[] pair = Posix.socketpair();
    channel = FrameChannel.overDescriptor(pair[0]);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            EchoMain.class.getName());
    long pid = new PosixSpawn(command, Map.of(), null).start(pair[1]);
    Posix.close(pair[1]);
    far = new Child(pid);
  }

  private static final class Child implements Far {
    private final long pid;
    private boolean ended;

    Child(long pid) {
      this.pid = pid;
    }

    @Override
    public void end() throws Exception {
      if (!ended) {
        Posix.kill(pid, Posix.SIGKILL);
        Posix.waitpid(pid);
        ended = true;
      }
    }
  }
}
