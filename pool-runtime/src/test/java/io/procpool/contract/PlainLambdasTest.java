package io.procpool.contract;

import static io.procpool.contract.WhereItRan.HERE;
import static io.procpool.contract.WhereItRan.note;
import static io.procpool.contract.WhereItRan.pid;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.acceptance.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know their pool as an executor, and write their tasks as for one. */
@Timeout(120)
class PlainLambdasTest {

  private static Pool pool;
  private static ExecutorService executor;

  private final int field = 6;

  @BeforeAll
  static void openPool() {
    pool = Pool.create(2);
    executor = pool;
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  private static void assertRanInAWorker(Path file) throws IOException {
    assertNotEquals(HERE, Long.parseLong(Files.readString(file)));
  }

  @Test
  void submittedCallablesRunInAWorker() throws Exception {
    assertNotEquals(HERE, executor.submit(() -> pid()).get());
    Callable<Long> variable = WhereItRan::pid;
    assertNotEquals(HERE, executor.submit(variable).get());
    assertEquals(7, executor.submit(() -> field + 1).get());
  }

  @Test
  void submittedRunnablesRunInAWorker(@TempDir Path directory) throws Exception {
    Path first = directory.resolve("first");
    Runnable variable = () -> note(first);
    executor.submit(variable).get();
    assertRanInAWorker(first);
    Path second = directory.resolve("second");
    assertEquals("done", executor.submit(() -> note(second), "done").get());
    assertRanInAWorker(second);
  }

  @Test
  void executedRunnablesRunInAWorker(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("file");
    executor.execute(() -> note(file));
    await().until(() -> Files.exists(file));
    assertRanInAWorker(file);
  }

  @Test
  void adaptedRunnablesRunInAWorker(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("file");
    assertEquals("done", executor.submit(Executors.callable(() -> note(file), "done")).get());
    assertRanInAWorker(file);
  }

  @Test
  void allOfManyRunInWorkers() throws Exception {
    List<Callable<Long>> tasks = new ArrayList<>();
    long here = HERE;
    for (int i = 0; i < 10; i++) {
      long n = i;
      tasks.add(() -> pid() == here ? -1 : n * n);
    }
    List<Long> results = new ArrayList<>();
    for (Future<Long> result : executor.invokeAll(tasks)) {
      results.add(result.get());
    }
    for (Future<Long> result : executor.invokeAll(tasks, 60, SECONDS)) {
      results.add(result.get());
    }
    List<Long> squares = List.of(0L, 1L, 4L, 9L, 16L, 25L, 36L, 49L, 64L, 81L);
    assertEquals(squares, results.subList(0, 10));
    assertEquals(squares, results.subList(10, 20));
  }

  @Test
  void anyOfManyRunsInAWorker() throws Exception {
    List<Callable<Long>> tasks = List.of(() -> pid(), WhereItRan::pid);
    assertNotEquals(HERE, executor.invokeAny(tasks));
    assertNotEquals(HERE, executor.invokeAny(tasks, 60, SECONDS));
  }

  @Test
  void whatALambdaThrowsIsTheCause() {
    Callable<String> failing =
        () -> {
          throw new IOException("from a worker");
        };
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> executor.submit(failing).get());
    assertInstanceOf(IOException.class, failed.getCause());
    assertEquals("from a worker", failed.getCause().getMessage());
  }

  @Test
  void functionsTravelInsideTasks() {
    Function<Integer, Integer> plus = x -> x + field;
    Function<Integer, Integer> both = plus.andThen(x -> x * 2);
    assertEquals(List.of(14, 16), pool.map(x -> both.apply(x), List.of(1, 2)));
    Comparator<String> order = Comparator.comparing(String::length).reversed();
    assertEquals(
        List.of("ccc", "bb", "a"),
        pool.apply(() -> {
          List<String> words = new ArrayList<>(List.of("a", "ccc", "bb"));
          words.sort(order);
          return words;
        }));
    Collector<String, ?, Map<Integer, Long>> grouping =
        Collectors.groupingBy(String::length, Collectors.counting());
    Predicate<String> unwanted = String::isBlank;
    assertEquals(
        Map.of(1, 2L),
        pool.apply(() -> {
          return List.of("a", " ", "b").stream().filter(unwanted.negate()).collect(grouping);
        }));
  }

  @Test
  void functionsTravelAsArgumentsAndResults() {
    Supplier<Integer> argument = () -> field;
    List<Supplier<Integer>> results =
        pool.map(supplier -> PlainLambdasTest.next(supplier), List.of(argument, argument));
    assertEquals(7, results.get(0).get());
    assertEquals(7, results.get(1).get());
  }

  private static Supplier<Integer> next(Supplier<Integer> supplier) {
    int next = supplier.get() + 1;
    return () -> next;
  }

  @Test
  void whatWouldBeChangedForNobodyIsRefusedAtTheCall() {
    AtomicInteger counter = new AtomicInteger();
    RejectedExecutionException refused =
        assertThrows(
            RejectedExecutionException.class, () -> executor.submit(() -> counter.addAndGet(1)));
    assertInstanceOf(NotSendableException.class, refused.getCause());
    String message = refused.getMessage();
    assertTrue(message.contains("lambda at PlainLambdasTest.java:"), message);
    assertTrue(message.contains("create a SharedValue"), message);
    assertEquals(0, counter.get());
    assertEquals(1, pool.apply(() -> 1), "the pool works on");
  }

  /** Libraries run a task in their own thread if an executor refuses it, and say nothing. */
  @Test
  void anExecutedTaskThatIsRefusedIsLoggedOnceForEachPlace() {
    AtomicInteger counter = new AtomicInteger();
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 3; i++) {
        assertThrows(
            RejectedExecutionException.class, () -> executor.execute(() -> counter.addAndGet(2)));
      }
      FutureTask<Integer> wrapped = new FutureTask<>(() -> counter.addAndGet(1));
      assertThrows(RejectedExecutionException.class, () -> executor.execute(wrapped));
      List<String> warnings = log.of(pool, Level.WARNING);
      assertEquals(2, warnings.size(), warnings::toString);
      for (String warning : warnings) {
        assertTrue(warning.contains("does not run in a worker"), warning);
        assertTrue(warning.contains("at PlainLambdasTest.java:"), warning);
      }
    }
  }
}
