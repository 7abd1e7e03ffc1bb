package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that a pool has accepted is done, though the program's main method returns meanwhile. */
class AcceptedWorkIT {

  private static final int TASKS = 3;

  @TempDir Path directory;

  private static Gate done(String directory, int n) {
    return Gate.in(Path.of(directory), "done" + n);
  }

  /** Hands over work in one of several ways, and returns. */
  static final class HandOver {

    public static void main(String[] args) {
      Pool pool = Pool.create(1);
      Gate returned = Gate.in(Path.of(args[1]), "returned");
      String directory = args[1];
      switch (args[0]) {
        case "submit" -> {
          for (int i = 0; i < TASKS; i++) {
            int n = i;
            var _ = pool.submit(() -> work(directory, n, returned));
          }
        }
        case "execute" -> {
          for (int i = 0; i < TASKS; i++) {
            int n = i;
            pool.execute(() -> work(directory, n, returned));
          }
        }
        default -> {
          var _ =
              pool.mapAsync(
                  n -> work(directory, n, returned), IntStream.range(0, TASKS).boxed().toList());
        }
      }
      pool.shutdown();
      Thread main = Thread.currentThread();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            joined(main);
            returned.open();
          });
    }

    private static boolean work(String directory, int n, Gate returned) {
      try {
        returned.pass();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      done(directory, n).open();
      return true;
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void allRun(String way) throws Exception {
    try (Program program = new Program(directory, List.of(), HandOver.class, way, directory)) {
      program.assertCleanEnd();
    }
    for (int i = 0; i < TASKS; i++) {
      assertTrue(done(directory.toString(), i).isOpen(), "task " + i);
    }
  }

  @Test
  void whatWasSubmittedRunsThoughMainReturnsAfterShutdown() throws Exception {
    allRun("submit");
  }

  @Test
  void whatWasExecutedRunsThoughMainReturnsAfterShutdown() throws Exception {
    allRun("execute");
  }

  @Test
  void whatIsMappedRunsThoughMainReturnsAfterShutdown() throws Exception {
    allRun("mapAsync");
  }

  /** Returns from main with a pool that is open, and shuts it down some time later. */
  static final class LeftOpen {

    public static void main(String[] args) {
      Pool pool = Pool.create(1);
      assertEquals(1, pool.apply(() -> 1));
      Thread main = Thread.currentThread();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            joined(main);
            List<Integer> results = pool.map(n -> n + 1, List.of(1, 2, 3));
            System.out.println("works " + results);
            pool.shutdown();
          });
    }
  }

  @Test
  void aPoolThatWasNotShutDownKeepsTheJvmAlive() throws Exception {
    try (Program program = new Program(directory, List.of(), LeftOpen.class)) {
      assertEquals("[2, 3, 4]", program.awaitLine("works "));
      program.assertCleanEnd();
    }
  }

  /** Returns from main, and nobody holds its pool any more. */
  static final class Dropped {
    public static void main(String[] args) {
      System.out.println("result " + Pool.create(1).apply(() -> 1));
    }
  }

  @Test
  void aPoolThatNobodyHoldsDoesNotKeepTheJvmAlive() throws Exception {
    try (Program program = new Program(directory, List.of(), Dropped.class)) {
      assertEquals("1", program.awaitLine("result "));
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
    }
  }

  /** Returns from main while a task runs that nobody waits for. */
  static final class DroppedAtWork {
    public static void main(String[] args) {
      Gate collected = Gate.in(Path.of(args[0]), "collected");
      Gate done = Gate.in(Path.of(args[0]), "done");
      Pool.create(1)
          .execute(() -> {
            System.out.println("begun");
            collected.awaitOpen();
            done.open();
          });
    }
  }

  @Test
  void workOfAPoolThatNobodyHoldsIsDone() throws Exception {
    try (Program program = new Program(directory, List.of(), DroppedAtWork.class, directory)) {
      program.awaitLine("begun");
      collect(program.pid());
      Gate.in(directory, "collected").open();
      assertEquals(0, program.awaitExit());
      assertTrue(Gate.in(directory, "done").isOpen());
    }
  }

  private static void collect(long pid) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    int code = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run").start().waitFor();
    assertEquals(0, code);
  }

  /** Returns from main while a task runs that never ends. */
  static final class Daemon {

    public static void main(String[] args) throws InterruptedException {
      Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1).withDaemon(true));
      Gate begun = Gate.in(Path.of(args[0]), "begun");
      Gate never = Gate.in(Path.of(args[0]), "never");
      var _ = pool.submit(() -> begun.openThenPass(never));
      begun.awaitOpen();
    }
  }

  @Test
  void aDaemonPoolKeepsNothingAlive() throws Exception {
    try (Program program = new Program(directory, List.of(), Daemon.class, directory)) {
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
    }
  }

  /** Opens a pool and gives it nothing. */
  static final class Unused {
    public static void main(String[] args) {
      System.out.println("opened " + Pool.create(1).name());
    }
  }

  @Test
  void aPoolWithoutATaskKeepsNothingAlive() throws Exception {
    try (Program program = new Program(directory, List.of(), Unused.class)) {
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
    }
  }

  /** Returns from main; a callback of its task waits for the pool's end. */
  static final class CallingBack {

    public static void main(String[] args) {
      Pool pool = Pool.create(1);
      var _ =
          pool.submit(() -> 42)
              .onSuccess(value -> {
                try {
                  boolean terminated = pool.awaitTermination(1, TimeUnit.MINUTES);
                  System.out.println("callback " + value + " " + terminated);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      pool.shutdown();
    }
  }

  @Test
  void callbacksOfItsTasksAreRunBeforeTheProgramEnds() throws Exception {
    try (Program program = new Program(directory, List.of(), CallingBack.class)) {
      assertEquals("42 true", program.awaitLine("callback "));
      program.assertCleanEnd();
    }
  }

  /** Returns from main after it has read one result of many. */
  static final class HalfRead {

    private static ResultIterator<Integer> kept;

    public static void main(String[] args) {
      Pool pool = Pool.create(1);
      kept = pool.imap(n -> n, IntStream.iterate(1, n -> n + 1).boxed());
      System.out.println("first " + kept.next());
      pool.shutdown();
    }
  }

  @Test
  void anIteratorThatNobodyReadsDoesNotKeepTheJvmAlive() throws Exception {
    try (Program program = new Program(directory, List.of(), HalfRead.class)) {
      assertEquals("1", program.awaitLine("first "));
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
    }
  }
}
