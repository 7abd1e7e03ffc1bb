package io.procpool.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.Task;
import io.procpool.TaskFunction;
import io.procpool.TaskTimedOutException;
import java.io.ObjectStreamException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parent is stopped, for longer than any timeout, while its workers go on. What it does not
 * read meanwhile is no fault of theirs.
 */
class StoppedParentIT {

  private static final Duration WORK = Duration.ofMillis(300);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final List<Integer> INPUTS = List.of(0, 1, 2, 3);
  private static final int LARGE = 3 << 20;

  @TempDir Path directory;

  /** A task that is being sent when the parent is stopped. */
  static final class Slow implements Task<Integer> {

    private static final long serialVersionUID = 1L;

    private final Task<Integer> call;
    private final Gate begun;
    private final Gate goOn;

    Slow(Task<Integer> call, Path gates) {
      this.call = call;
      this.begun = Gate.in(gates, "begun");
      this.goOn = Gate.in(gates, "goOn");
    }

    @Override
    public Integer call() {
      throw new IllegalStateException("another is sent in its place");
    }

    private Object writeReplace() throws ObjectStreamException {
      try {
        begun.openThenPass(goOn);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return call;
    }
  }

  /** Does one thing with a pool whose tasks may not take longer than {@link #TIMEOUT}. */
  static final class Caller {

    public static void main(String[] args) throws Exception {
      PoolOptions options = PoolOptions.defaults().withWorkers(1).withTaskTimeout(TIMEOUT);
      Gate begun = Gate.in(Path.of(args[1]), "begun");
      TaskFunction<Integer, Integer> task = n -> work(begun, n);
      try (Pool pool = Pool.open(options)) {
        assertEquals(1, pool.apply(() -> 1)); // the worker has started
        System.out.println("result " + result(args[0], pool, task, Path.of(args[1])));
      }
    }

    private static int work(Gate begun, int n) throws Exception {
      begun.open();
      Thread.sleep(WORK);
      return n * n;
    }

    private static Object result(
        String way, Pool pool, TaskFunction<Integer, Integer> task, Path gates) throws Exception {
      return switch (way) {
        case "map" -> pool.map(task, INPUTS);
        case "apply" -> pool.apply(() -> task.apply(3));
        case "imap" -> imap(pool, task);
        case "get" -> pool.mapAsync(task, INPUTS).get(TIMEOUT);
        case "invokeAll" -> invokeAll(pool, task);
        case "invokeAny" ->
            pool.invokeAny(calls(task).subList(0, 1), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        case "submitting" ->
            results(
                pool.invokeAll(
                    withSlow(calls(task), gates), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        case "submittingAny" ->
            pool.invokeAny(
                withSlow(calls(task), gates).subList(3, 4),
                TIMEOUT.toMillis(),
                TimeUnit.MILLISECONDS);
        case "termination" -> {
          AsyncResult<List<Integer>> results = pool.mapAsync(task, INPUTS);
          pool.shutdown();
          boolean ended = pool.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
          yield ended + " " + results.get();
        }
        case "large" ->
            pool.map(n -> new byte[LARGE + task.apply(n)], INPUTS).stream()
                .map(bytes -> bytes.length - LARGE)
                .toList();
        case "endless" -> endless(pool, task);
        default -> throw new IllegalArgumentException(way);
      };
    }

    private static List<Integer> imap(Pool pool, TaskFunction<Integer, Integer> task)
        throws Exception {
      List<Integer> results = new ArrayList<>();
      try (ResultIterator<Integer> iterator = pool.imap(task, INPUTS)) {
        while (iterator.hasNext()) {
          results.add(iterator.next(TIMEOUT));
        }
      }
      return results;
    }

    private static List<Callable<Integer>> calls(TaskFunction<Integer, Integer> task) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int n : INPUTS) {
        Task<Integer> call = () -> task.apply(n);
        calls.add(call);
      }
      return calls;
    }

    private static List<Callable<Integer>> withSlow(List<Callable<Integer>> calls, Path gates) {
      calls.add(new Slow((Task<Integer>) calls.removeLast(), gates));
      return calls;
    }

    private static List<Integer> invokeAll(Pool pool, TaskFunction<Integer, Integer> task)
        throws Exception {
      return results(pool.invokeAll(calls(task), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static List<Integer> results(List<Future<Integer>> futures) throws Exception {
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> future : futures) {
        results.add(future.get());
      }
      return results;
    }

    private static String endless(Pool pool, TaskFunction<Integer, Integer> task) {
      try {
        return "ended with "
            + pool.apply(() -> {
              int value = task.apply(1);
              Thread.sleep(Duration.ofDays(1));
              return value;
            });
      } catch (TaskTimedOutException e) {
        return "timed out, and " + pool.apply(() -> task.apply(4));
      }
    }
  }

  private void givesThoughStopped(String way, String result) throws Exception {
    try (Program program = new Program(directory, List.of(), Caller.class, way, directory)) {
      Gate begun = Gate.in(directory, "begun");
      await()
          .atMost(Gate.LIMIT)
          .until(() -> {
            assertEquals(List.of(), program.err());
            return begun.isOpen();
          });
      program.signal("STOP");
      Thread.sleep(STOP); // is what is tested
      program.signal("CONT");
      Gate.in(directory, "goOn").open();
      assertEquals(result, program.awaitLine("result "));
      program.assertCleanEnd();
    }
  }

  private static final String SQUARES = "[0, 1, 4, 9]";

  @Test
  void noTaskOfAMapTimesOut() throws Exception {
    givesThoughStopped("map", SQUARES);
  }

  @Test
  void noTaskOfAnApplyTimesOut() throws Exception {
    givesThoughStopped("apply", "9");
  }

  @Test
  void noTaskOfAnImapTimesOutNorDoesItsReader() throws Exception {
    givesThoughStopped("imap", SQUARES);
  }

  @Test
  void resultsTooLargeToBeSentMeanwhileAreInTime() throws Exception {
    givesThoughStopped("large", SQUARES);
  }

  @Test
  void whoWaitsForAResultHasItsTime() throws Exception {
    givesThoughStopped("get", SQUARES);
  }

  @Test
  void invokeAllHasItsTime() throws Exception {
    givesThoughStopped("invokeAll", SQUARES);
  }

  @Test
  void invokeAnyHasItsTime() throws Exception {
    givesThoughStopped("invokeAny", "0");
  }

  @Test
  void whoIsSubmittingForAnInvokeAllHasItsTime() throws Exception {
    givesThoughStopped("submitting", SQUARES);
  }

  @Test
  void whoIsSubmittingForAnInvokeAnyHasItsTime() throws Exception {
    givesThoughStopped("submittingAny", "9");
  }

  @Test
  void whoWaitsForTheEndHasItsTime() throws Exception {
    givesThoughStopped("termination", "true " + SQUARES);
  }

  @Test
  void aTaskThatNeverEndsTimesOutAllTheSame() throws Exception {
    givesThoughStopped("endless", "timed out, and 16");
  }
}
