package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that cannot open files takes nobody for dead. */
@Timeout(60)
class OutOfDescriptorsTest {

  @Test
  void whoCannotLookTakesNobodyForDead() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    try (SharedLock lock = SharedLock.create();
        SharedQueue<Integer> queue = SharedQueue.create(4)) {
      lock.lock();
      ProcessIdentity me = ProcessIdentity.current();
      Process other =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  "ulimit -n 200; exec \"$@\"",
                  "sh",
                  ProcessHandle.current().info().command().orElseThrow(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Looker.class.getName(),
                  Tickets.write(lock),
                  Tickets.write(queue),
                  Long.toString(me.packed()))
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes());
      assertEquals(0, other.waitFor(), said);
      assertTrue(lock.isHeldByCurrentThread());
      lock.unlock();
      queue.put(1); // it has not ended
    }
  }

  @Test
  void whoHasGoneIsDeadAlsoWithoutADescriptor() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertTrue(ProcessIdentity.look(ended.pid()).isEmpty());
  }

  /** Looks at the lock and the queue before, while and after it has no descriptor. */
  static final class Looker {

    private Looker() {}

    public static void main(String[] args) throws Exception {
      SharedLock lock = Tickets.redeem(SharedLock.class, args[0]);
      SharedQueue<?> queue = Tickets.redeem(SharedQueue.class, args[1]);
      queue.endWriting();
      ProcessIdentity parent = ProcessIdentity.unpacked(Long.parseLong(args[2]));
      expect(lock, queue, parent);
      List<FileInputStream> open = new ArrayList<>();
      try {
        while (true) {
          open.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException none) {
        Thread.sleep(5); // longer than a process is remembered to live
        expect(lock, queue, parent);
      }
      for (FileInputStream each : open) {
        each.close();
      }
      expect(lock, queue, parent);
    }

    private static void expect(SharedLock lock, SharedQueue<?> queue, ProcessIdentity parent) {
      if (lock.tryLock() || queue.hasEnded() || !lock.isLocked() || !parent.isAlive()) {
        throw new IllegalStateException("a living process was taken for dead");
      }
    }
  }
}
