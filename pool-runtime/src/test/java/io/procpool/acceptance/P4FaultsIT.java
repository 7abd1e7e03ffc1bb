package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.Pool;
import io.procpool.PoolException;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskFailedException;
import io.procpool.TaskTimedOutException;
import io.procpool.Transport;
import io.procpool.WorkerDiedException;
import io.procpool.WorkerStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * P4, as a program: each fault of a task costs that task; the program hears of it by an exception,
 * and neither it nor its workers say anything more.
 */
class P4FaultsIT {

  private static final int ITEMS = 40;

  @TempDir Path directory;

  /** What the tasks at some places do, and what is told of it. */
  private enum Fault {
    ERROR(3, "ArithmeticException"),
    EXIT(9, "exit 3"),
    KILL(15, "exit -9"),
    STACK_OVERFLOW(21, "StackOverflowError"),
    OUT_OF_MEMORY(27, "OutOfMemoryError"),
    ENDLESS(33, "TaskTimedOutException");

    private final int at;
    private final String told;

    Fault(int at, String told) {
      this.at = at;
      this.told = told;
    }

    private int strike() throws Exception {
      return switch (this) {
        case ERROR -> throw new ArithmeticException("on purpose");
        case EXIT -> {
          System.exit(3);
          yield 0;
        }
        case KILL -> {
          Program.kill("KILL", Long.toString(ProcessHandle.current().pid()));
          yield 0;
        }
        case STACK_OVERFLOW -> fall(1);
        case OUT_OF_MEMORY -> new long[Integer.MAX_VALUE / 8].length;
        case ENDLESS -> {
          while (true) {
            Thread.onSpinWait();
          }
        }
      };
    }

    private static int fall(int depth) {
      return fall(depth + 1) + depth;
    }
  }

  private static int task(int item) throws Exception {
    for (Fault fault : Fault.values()) {
      if (fault.at == item) {
        return fault.strike();
      }
    }
    return item * item;
  }

  /** One pool, all faults; prints what each task gave. */
  static final class AllFaults {

    public static void main(String[] args) {
      PoolOptions options =
          PoolOptions.defaults()
              .withWorkers(2)
              .withTransport(Transport.valueOf(args[0]))
              .withTaskTimeout(Duration.ofSeconds(5))
              .withGraceTime(Duration.ofMillis(200))
              .withMaxHeapBytes(64 << 20);
      try (Pool pool = Pool.open(options);
          ResultIterator<Integer> results =
              pool.imap(P4FaultsIT::task, IntStream.range(0, ITEMS).boxed())) {
        for (int i = 0; i < ITEMS; i++) {
          System.out.println(i + " " + next(results));
        }
        System.out.println("and " + pool.map(n -> n + 1, List.of(1, 2, 3)));
      }
    }

    private static String next(ResultIterator<Integer> results) {
      try {
        return results.next().toString();
      } catch (PoolException e) {
        return switch (e) {
          case WorkerDiedException death -> "exit " + death.exitCode();
          case TaskTimedOutException late -> late.getClass().getSimpleName();
          case TaskFailedException failed -> failed.getCause().getClass().getSimpleName();
          default -> e.toString();
        };
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p4EachFaultCostsItsTaskAndNothingIsSaidOnStderr(Transport transport) throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      expected.add(i + " " + i * i);
    }
    for (Fault fault : Fault.values()) {
      expected.set(fault.at, fault.at + " " + fault.told);
    }
    expected.add("and [2, 3, 4]");
    try (Program program = new Program(directory, List.of(), AllFaults.class, transport)) {
      program.assertCleanEnd();
      assertEquals(expected, program.out());
    }
  }

  /** An initializer that fails in every worker. */
  static final class BadInitializer {

    public static void main(String[] args) {
      PoolOptions options =
          PoolOptions.defaults()
              .withWorkers(2)
              .withInitializer(() -> {
                throw new IllegalStateException("no licence");
              });
      try (Pool pool = Pool.open(options)) {
        pool.apply(() -> 1);
      } catch (WorkerStartException e) {
        Throwable cause = e.getCause();
        System.out.println("cause " + (cause == null ? e : cause.getMessage()));
      }
    }
  }

  @Test
  void p4AFailingInitializerIsToldOnceAndNothingIsSaidOnStderr() throws Exception {
    try (Program program = new Program(directory, List.of(), BadInitializer.class)) {
      program.assertCleanEnd();
      assertEquals(List.of("cause no licence"), program.out());
    }
  }
}
