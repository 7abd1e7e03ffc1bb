package io.procpool.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.WorkerStartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P4: faults of the initializer. One is made good for; one each time breaks the pool. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class P4InitializerFaultTest {

  @ParameterizedTest
  @EnumSource
  void aFaultOfOneWorkersInitializerCostsNoTask(Fault fault, @TempDir Path temp) {
    Path struck = temp.resolve("struck");
    PoolOptions options =
        options(fault, Duration.ofSeconds(8))
            .withInitializer(P4InitializerFaultTest::strikeOnce, fault, struck.toString());
    try (Pool pool = Pool.open(options)) {
      List<Integer> squares = pool.map(n -> n * n, IntStream.range(0, 50).boxed().toList());
      assertEquals(IntStream.range(0, 50).map(n -> n * n).boxed().toList(), squares);
      assertTrue(Files.exists(struck));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultOfEveryInitializerFailsAllCallsWithItsFacts(Fault fault) throws Exception {
    Pool pool =
        Pool.open(options(fault, Duration.ofSeconds(1)).withInitializer(Fault::strike, fault));
    AsyncResult<List<Integer>> queued = pool.mapAsync(n -> n * n, List.of(1, 2, 3));
    WorkerStartException why =
        assertThrows(WorkerStartException.class, () -> pool.apply(() -> "never"));
    requireFacts(fault, why);
    ExecutionException same = assertThrows(ExecutionException.class, queued::get);
    requireFacts(fault, assertInstanceOf(WorkerStartException.class, same.getCause()));
    // Long after the breakdown, too: and it starts no workers any more.
    requireFacts(fault, assertThrows(WorkerStartException.class, () -> pool.apply(() -> "never")));
    await().atMost(30, TimeUnit.SECONDS).until(() -> pool.workers().isEmpty());
    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
  }

  private static PoolOptions options(Fault fault, Duration startTimeout) {
    PoolOptions options =
        PoolOptions.defaults()
            .withName("initializer-" + fault)
            .withWorkers(1)
            .withMaxHeapBytes(64 << 20)
            .withStartRetry(Duration.ofSeconds(2)) // a kill could come from outside
            .withGraceTime(Duration.ofMillis(100));
    return fault == Fault.ENDLESS ? options.withStartTimeout(startTimeout) : options;
  }

  private static void strikeOnce(Fault fault, String mark) throws IOException {
    try {
      Files.createFile(Path.of(mark));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    fault.strike();
  }

  private static void requireFacts(Fault fault, WorkerStartException why) {
    String message = why.getMessage();
    assertTrue(message.contains("pool initializer-" + fault), message);
    switch (fault) {
      case ERROR, STACK_OVERFLOW, OUT_OF_MEMORY ->
          assertTrue(Chains.has(why, fault.thrownType()), () -> Chains.text(why));
      case EXIT -> assertTrue(message.contains("exited with code " + Fault.EXIT_CODE), message);
      case KILL -> assertTrue(message.contains("SIGKILL"), message);
      case CRASH -> assertTrue(message.matches(".*(SIGABRT|SIGSEGV).*"), message);
      case ENDLESS -> assertTrue(message.contains("start timeout"), message);
    }
  }
}
