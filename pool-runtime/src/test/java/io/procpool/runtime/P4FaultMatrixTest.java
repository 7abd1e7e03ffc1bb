package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolException;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskFailedException;
import io.procpool.TaskTimedOutException;
import io.procpool.Transport;
import io.procpool.WorkerDiedException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P4: a fault costs the task that has it, with the right exception and facts; all other tasks
 * succeed, nothing hangs, the pool works on. Initializers have a class of their own.
 */
@Timeout(120)
final class P4FaultMatrixTest {

  private static final int ITEMS = 40;
  private static final int STRUCK = 17;
  private static final int CHUNK = 7;

  private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

  /** Few for all cells: what a fault leaves behind would show in the next cell. */
  private static final Map<Transport, Pool> POOLS = new EnumMap<>(Transport.class);

  @AfterAll
  static void close() {
    POOLS.values().forEach(Pool::close);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDLESS")
  void aFaultWhileTheArgumentIsReadFailsOneTask(Fault fault) throws Exception {
    Fragile argument = new Fragile(fault, Fragile.Place.ARGUMENT_IS_READ);
    PoolException failure = failureAmongOthers(pool(Transport.AUTOMATIC), argument);
    if (fault == Fault.ERROR) {
      assertInstanceOf(NotSendableException.class, failure);
    }
    requireFacts(fault, failure);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDLESS")
  void aFaultWhileTheTaskRunsFailsOneTask(Fault fault) throws Exception {
    PoolException failure = failureAmongOthers(pool(Transport.AUTOMATIC), new Blow(fault));
    if (fault.isThrown()) {
      assertInstanceOf(TaskFailedException.class, failure);
      assertInstanceOf(fault.thrownType(), failure.getCause());
    }
    requireFacts(fault, failure);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDLESS")
  void aFaultWhileTheResultIsWrittenFailsOneTask(Fault fault) throws Exception {
    Result wanted = new Result(fault, Fragile.Place.RESULT_IS_WRITTEN);
    PoolException failure = failureAmongOthers(pool(Transport.AUTOMATIC), wanted);
    if (fault == Fault.ERROR) {
      assertInstanceOf(NotSendableException.class, failure);
    }
    requireFacts(fault, failure);
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR", "STACK_OVERFLOW", "OUT_OF_MEMORY"})
  void anErrorWhileTheResultIsReadInTheParentFailsOneTask(Fault fault) throws Exception {
    Result wanted = new Result(fault, Fragile.Place.RESULT_IS_READ);
    PoolException failure = failureAmongOthers(pool(Transport.AUTOMATIC), wanted);
    assertInstanceOf(NotSendableException.class, failure);
    requireFacts(fault, failure);
  }

  @ParameterizedTest
  @CsvSource({"PATH, EXIT", "PATH, KILL", "PATH, CRASH"})
  void aFaultFailsOneTaskWhateverTheTransport(Transport transport, Fault fault) throws Exception {
    requireFacts(fault, failureAmongOthers(pool(transport), new Blow(fault)));
  }

  /** All places at once, each in a pool of its own, as each takes the time of the timeout. */
  @Test
  void anEndlessLoopAnywhereFailsOneTask() {
    List<Serializable> items =
        List.of(
            new Fragile(Fault.ENDLESS, Fragile.Place.ARGUMENT_IS_READ),
            new Blow(Fault.ENDLESS),
            new Result(Fault.ENDLESS, Fragile.Place.RESULT_IS_WRITTEN));
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(1)
            .withTaskTimeout(TASK_TIMEOUT)
            .withGraceTime(Duration.ofMillis(100));
    List<CompletableFuture<PoolException>> failures =
        items.stream().map(item -> inThread(options, item)).toList();
    CompletableFuture<PoolException> byPath =
        inThread(options.withTransport(Transport.PATH), new Blow(Fault.ENDLESS));
    failures.forEach(failure -> assertInstanceOf(TaskTimedOutException.class, failure.join()));
    assertInstanceOf(TaskTimedOutException.class, byPath.join());
  }

  private static CompletableFuture<PoolException> inThread(PoolOptions options, Serializable item) {
    CompletableFuture<PoolException> failure = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try (Pool pool = Pool.open(options)) {
            failure.complete(failureAmongOthers(pool, item));
          } catch (Throwable e) {
            failure.completeExceptionally(e);
          }
        });
    return failure;
  }

  @Test
  void aTaskThatFillsItsHeapForGoodFailsAlone() throws Exception {
    PoolException failure = failureAmongOthers(pool(Transport.AUTOMATIC), new Hoard());
    boolean told = failure instanceof TaskFailedException;
    assertTrue(told || failure instanceof WorkerDiedException, failure::toString);
    if (told) {
      requireCause(Fault.OUT_OF_MEMORY, failure);
    }
  }

  private static Pool pool(Transport transport) {
    return POOLS.computeIfAbsent(
        transport,
        t ->
            Pool.open(
                PoolOptions.defaults()
                    .withName("matrix-" + t)
                    .withWorkers(2)
                    .withTransport(t)
                    .withMaxHeapBytes(64 << 20)));
  }

  /** Runs the item in the midst of a batch, and beside two others; what it failed with. */
  private static PoolException failureAmongOthers(Pool pool, Serializable item) throws Exception {
    List<Serializable> inputs = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      inputs.add(i == STRUCK ? item : i);
    }
    var before = pool.mapAsync(n -> n + 1, List.of(1, 2, 3));
    PoolException failure = null;
    try (ResultIterator<Object> results = pool.imap(P4FaultMatrixTest::run, inputs, CHUNK)) {
      for (int i = 0; i < ITEMS; i++) {
        try {
          assertEquals(i * i, results.next());
        } catch (PoolException e) {
          assertNull(failure, () -> "a second failure: " + e);
          assertEquals(STRUCK, i, () -> "another task failed: " + e);
          failure = e;
        }
      }
    }
    assertEquals(List.of(2, 3, 4), before.get());
    assertEquals(List.of(1, 4, 9), pool.map(n -> n * n, List.of(1, 2, 3)));
    return failure;
  }

  private static Object run(Serializable item) {
    return switch (item) {
      case Integer n -> n * n;
      case Blow(Fault fault) -> {
        fault.strike();
        yield "survived " + fault;
      }
      case Result(Fault fault, Fragile.Place place) -> new Fragile(fault, place);
      case Hoard hoard -> hoard.fill();
      case Fragile unhurt -> unhurt;
      default -> throw new IllegalArgumentException("not an item: " + item);
    };
  }

  private static void requireFacts(Fault fault, PoolException failure) throws Exception {
    switch (fault) {
      case ERROR, STACK_OVERFLOW, OUT_OF_MEMORY -> requireCause(fault, failure);
      case EXIT -> requireDeath(failure, Fault.EXIT_CODE);
      case KILL -> requireDeath(failure, -9);
      case CRASH -> {
        requireDeath(failure, -6, -11);
        Path report = ((WorkerDiedException) failure).hsErrFile().orElseThrow();
        assertTrue(Files.readString(report).contains("SIGSEGV"), report::toString);
        Files.delete(report);
      }
      case ENDLESS -> throw new IllegalArgumentException("never ends", failure);
    }
  }

  private static void requireCause(Fault fault, Throwable failure) {
    assertTrue(Chains.has(failure, fault.thrownType()), () -> Chains.text(failure));
  }

  private static void requireDeath(PoolException failure, Integer... exitCodes) {
    WorkerDiedException death = assertInstanceOf(WorkerDiedException.class, failure);
    assertTrue(
        List.of(exitCodes).contains(death.exitCode()), () -> death.exitCode() + ": " + death);
    assertEquals(Fault.lastWords(death.pid()), death.stderrTail().getLast());
    assertTrue(death.getMessage().contains("pid " + death.pid()), death::toString);
  }

  private record Hoard() implements Serializable {
    private static final List<Object> HELD = new ArrayList<>();

    Object fill() {
      for (int bytes = 1 << 20; bytes > 0; bytes /= 2) {
        try {
          while (true) {
            HELD.add(new byte[bytes]);
          }
        } catch (OutOfMemoryError e) {
          // Room for smaller ones may be left.
        }
      }
      return HELD.toArray();
    }
  }

  private record Blow(Fault fault) implements Serializable {}

  private record Result(Fault fault, Fragile.Place place) implements Serializable {}
}
