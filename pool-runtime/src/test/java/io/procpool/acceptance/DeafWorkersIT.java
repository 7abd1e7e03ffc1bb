package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procpool.JvmProcess;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ProcessOptions;
import io.procpool.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Children that no safepoint reaches end with their killed parent. */
class DeafWorkersIT {

  @TempDir Path directory;

  /** Has a worker and a daemon that loop, and waits to be killed. */
  static final class Parent {

    public static void main(String[] args) throws Exception {
      Gate worker = Gate.in(Path.of(args[1]), "worker");
      Gate daemon = Gate.in(Path.of(args[1]), "daemon");
      boolean collects = args.length > 2;
      Pool pool =
          Pool.open(
              PoolOptions.defaults()
                  .withWorkers(1)
                  .withTransport(Transport.valueOf(args[0]))
                  .withJvmOptions(Deaf.JVM_OPTIONS));
      var _ = pool.applyAsync(() -> Deaf.loop(() -> begun(worker, collects)));
      JvmProcess _ =
          JvmProcess.start(
              ProcessOptions.defaults().withDaemon(true).withJvmOptions(Deaf.JVM_OPTIONS),
              () -> Deaf.loop(daemon::open));
      worker.awaitOpen();
      daemon.awaitOpen();
      System.out.println("deaf");
      Thread.sleep(Gate.LIMIT.toMillis());
    }

    private static void begun(Gate gate, boolean collects) {
      if (collects) {
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (true) {
                System.gc(); // asks for a safepoint that does not come
              }
            });
      }
      gate.open();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void deafChildrenEndWithTheirKilledParent(Transport transport) throws Exception {
    try (Program program = new Program(directory, List.of(), Parent.class, transport, directory)) {
      program.awaitLine("deaf");
      program.signal("KILL");
      program.awaitNoProcess();
      assertEquals(137, program.awaitExit());
    }
  }

  @Test
  void soDoesAWorkerInWhichASafepointIsAwaited() throws Exception {
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "only the kernel can end it, by util-linux");
    try (Program program =
        new Program(directory, List.of(), Parent.class, "SOCKETPAIR", directory, "collects")) {
      program.awaitLine("deaf");
      program.signal("KILL");
      program.awaitNoProcess();
      assertEquals(137, program.awaitExit());
    }
  }
}
