package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.Pool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a class initializer starts is not started without end by the processes that it starts. */
class NestingIT {

  @TempDir Path directory;

  /** Runs a task of its own class to be initialized. */
  static final class Asks {
    static final int ANSWER = Pool.create(1).apply(Asks::compute);

    private Asks() {}

    private static int compute() {
      return 42;
    }
  }

  /** Uses such a class. */
  static final class UserOfAsks {
    public static void main(String[] args) {
      try {
        System.out.println("answer " + Asks.ANSWER);
      } catch (ExceptionInInitializerError e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        System.out.println("refused " + cause.getMessage());
      }
    }
  }

  @Test
  void anInitializerThatNeedsATaskOfItsClassIsRefusedInTheFirstWorker() throws Exception {
    try (Program program = new Program(directory, List.of(), UserOfAsks.class)) {
      String refused = program.awaitLine("refused ");
      String initializes = ", initializes " + Asks.class.getName() + ")";
      String[] chain = refused.replaceFirst(".* here=(.*)\\. Start it in main", "$1").split(" > ");
      assertEquals(2, chain.length, refused);
      assertEquals("program (pid " + program.pid() + initializes, chain[0]);
      assertTrue(chain[1].startsWith("pool-1-worker-0 (pid "), refused);
      assertTrue(chain[1].endsWith(initializes), refused);
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
    }
  }

  /** Has a pool and a manager for its main, and tasks. */
  static final class Application {
    private static final Pool POOL = Pool.create(2);
    private static final Manager MANAGER = Manager.start();

    public static void main(String[] args) {
      Map<Integer, Integer> squares = MANAGER.map();
      POOL.map(
          n -> {
            squares.put(n, square(n));
            return null;
          },
          List.of(1, 2, 3, 4));
      System.out.println("squares " + squares);
      System.out.println("processes " + ProcessHandle.current().descendants().count());
      System.out.println(
          "nested " + POOL.apply(() -> POOL.map(Application::square, List.of(5, 6))));
      MANAGER.close();
      POOL.close();
    }

    private static int square(int n) {
      return n * n;
    }
  }

  @Test
  void poolsAndManagersOfATasksClassStartNothingInWorkersBeforeTheyAreUsed() throws Exception {
    try (Program program = new Program(directory, List.of(), Application.class)) {
      assertEquals("{1=1, 2=4, 3=9, 4=16}", program.awaitLine("squares "));
      assertEquals("3", program.awaitLine("processes "));
      assertEquals("[25, 36]", program.awaitLine("nested "));
      program.awaitExit();
      program.awaitNoProcess();
    }
  }

  /** Starts a process of its own class as it is initialized. */
  static final class Serves {
    private static final JvmProcess SERVER = JvmProcess.start(Serves::serve);

    public static void main(String[] args) throws InterruptedException {
      SERVER.join();
      System.out.println("exit " + SERVER.exitCode().getAsInt());
    }

    private static void serve() {
      System.out.println("serves");
    }
  }

  @Test
  void aProcessThatWouldStartAnotherBeforeItsActionIsRefused() throws Exception {
    try (Program program = new Program(directory, List.of(), Serves.class)) {
      assertEquals("1", program.awaitLine("exit "));
      assertEquals(0, program.awaitExit());
      assertEquals(List.of("exit 1"), program.out());
      String trace = String.join("\n", program.err());
      assertTrue(trace.contains("the initializer of " + Serves.class.getName()), trace);
      program.awaitNoProcess();
    }
  }
}
