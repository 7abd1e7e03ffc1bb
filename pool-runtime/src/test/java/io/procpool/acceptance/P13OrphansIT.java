package io.procpool.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.SharedLock;
import io.procpool.Transport;
import io.procpool.WorkerInfo.State;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * P13: a parent SIGKILLed in mid-work leaves no worker alive, and its segments are removed by the
 * next start; on Ctrl-C workers print nothing, and the parent decides.
 */
class P13OrphansIT {

  @TempDir Path directory;

  /** Workers in the middle of everything: a deaf loop, a map, an initializer, a large result. */
  static final class Busy {

    public static void main(String[] args) throws Exception {
      Transport transport = Transport.valueOf(args[0]);
      PoolOptions options = PoolOptions.defaults().withTransport(transport);
      SharedLock lock = SharedLock.create();
      lock.lock();
      Pool deaf = Pool.open(options.withWorkers(1));
      Gate looping = Gate.in(Path.of(args[1]), "looping");
      Future<?> _ =
          deaf.submit(() -> {
            looping.open();
            while (true) {
              Thread.onSpinWait();
            }
          });
      Pool mapping = Pool.open(options.withWorkers(1));
      var _ = mapping.mapAsync(x -> x, IntStream.range(0, 2_000_000).boxed().toList(), 100_000);
      Gate initializing = Gate.in(Path.of(args[1]), "initializing");
      Gate never = Gate.in(Path.of(args[1]), "never");
      Pool starting =
          Pool.open(
              options
                  .withWorkers(1)
                  .withInitializer(() -> initializing.openThenPass(never))
                  .withFinalizer(never::open));
      looping.awaitOpen();
      initializing.awaitOpen();
      System.out.println("busy " + starting.name());
      Thread.sleep(Gate.LIMIT.toMillis());
    }
  }

  /** Any program that uses procpool. */
  static final class Next {
    public static void main(String[] args) {
      Pool.create(1).close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p13KilledParentLeavesNoWorkerAndTheNextStartSweepsItsSegments(Transport transport)
      throws Exception {
    try (Program program = new Program(directory, List.of(), Busy.class, transport, directory)) {
      program.awaitLine("busy ");
      assertEquals(4, program.processes().size());
      program.signal("KILL");
      assertEquals(137, program.awaitExit());
      program.awaitNoProcess();
      assertEquals(List.of(), program.err(), "workers say nothing");
      assertFalse(program.filesLeft().isEmpty(), "the killed one could not clean up");
      try (Program next = new Program(directory, List.of(), Next.class)) {
        next.assertCleanEnd();
      }
    }
  }

  /** Waits for Ctrl-C, and does with it what its argument says. */
  static final class Interrupted {

    public static void main(String[] args) throws Exception {
      Transport transport = Transport.valueOf(args[0]);
      Gate end = Gate.in(Path.of(args[1]), "end");
      Gate told = Gate.in(Path.of(args[1]), "told");
      if (args[2].equals("heeds")) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("decided")));
      } else {
        onSigint(told::open);
      }
      try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(2).withTransport(transport))) {
        Gate started = Gate.in(Path.of(args[1]), "started");
        Future<Boolean> task = pool.submit(() -> started.openThenPass(end));
        started.awaitOpen();
        await()
            .atMost(Gate.LIMIT)
            .until(() -> pool.workers().stream().noneMatch(w -> w.state() == State.STARTING));
        System.out.println("running");
        System.out.println("task=" + task.get(60, SECONDS));
        System.out.println(
            "deaths="
                + pool.statistics().workerExits().values().stream()
                    .mapToLong(count -> count)
                    .sum());
      }
    }
  }

  /** By name, as javac warns of sun.misc.Signal and lets nobody silence the warning. */
  private static void onSigint(Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (_, _, _) -> {
              action.run();
              return null;
            });
    Object sigint = signal.getConstructor(String.class).newInstance("INT");
    signal.getMethod("handle", signal, handler).invoke(null, sigint, proxy);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p13CtrlCMakesWorkersPrintNothingAndTheParentDecidesToEnd(Transport transport)
      throws Exception {
    try (Program program =
        new Program(directory, List.of(), Interrupted.class, transport, directory, "heeds")) {
      program.awaitLine("running");
      program.signalGroup("INT");
      assertEquals(130, program.awaitExit());
      assertEquals(List.of(), program.err());
      assertTrue(program.out().contains("decided"), program.out().toString());
      program.awaitNoProcess();
      assertEquals(List.of(), program.filesLeft());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p13CtrlCThatTheParentIgnoresCostsNoTask(Transport transport) throws Exception {
    Gate end = Gate.in(directory, "end");
    Gate told = Gate.in(directory, "told");
    try (Program program =
        new Program(directory, List.of(), Interrupted.class, transport, directory, "ignores")) {
      program.awaitLine("running");
      program.signalGroup("INT");
      told.awaitOpen();
      end.open();
      assertEquals("true", program.awaitLine("task="));
      assertEquals("0", program.awaitLine("deaths="));
      program.assertCleanEnd();
    }
  }
}
