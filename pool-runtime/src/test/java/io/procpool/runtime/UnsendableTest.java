package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolException;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.SharedLock;
import io.procpool.TaskFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What cannot travel is refused where it is, with its path; nothing else suffers. */
@Timeout(120)
final class UnsendableTest {

  private static final int WORKER_HEAP = 64 << 20;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool =
        Pool.open(
            PoolOptions.defaults()
                .withName("unsendable")
                .withWorkers(2)
                .withMaxHeapBytes(WORKER_HEAP));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void anArgumentThatCannotBeSentFailsTheCall() {
    Thread thread = Thread.currentThread();
    TaskFunction<Object, String> text = String::valueOf;
    List<Executable> calls =
        List.of(
            () -> pool.apply(text, thread),
            () -> pool.applyAsync(text, thread),
            () -> pool.map(text, List.of(1, thread, 2)),
            () -> pool.mapAsync(text, List.of(1, 2, thread), 2),
            () -> pool.starmap((a, b) -> a, Map.of(1, thread).entrySet()));
    for (int i = 0; i < calls.size(); i++) {
      NotSendableException refused =
          assertThrows(NotSendableException.class, calls.get(i), "call " + i);
      assertTrue(refused.getMessage().contains("Thread"), refused::toString);
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void aTaskThatCapturesWhatCannotBeSentFailsTheCall() {
    ReentrantLock lock = new ReentrantLock();
    List<Executable> calls =
        List.of(
            () -> pool.apply(() -> lock.isLocked()),
            () -> pool.submit(() -> lock.isLocked()),
            () -> pool.map(n -> lock.isLocked(), List.of(1)),
            () -> pool.imap(n -> lock.isLocked(), List.of(1)));
    for (Executable call : calls) {
      NotSendableException refused = assertThrows(NotSendableException.class, call);
      assertTrue(refused.getMessage().contains("ReentrantLock"), refused::toString);
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void aSharedLockAsArgumentIsRefusedWithTheWayOut() {
    try (SharedLock lock = SharedLock.create()) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> pool.apply(SharedLock::isLocked, lock));
      assertTrue(
          refused
              .getMessage()
              .contains("should only be shared between processes through inheritance"),
          refused::toString);
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void anUnsendableInputOfImapFailsInItsTurnAndTheRestGoesOn() {
    List<Object> inputs = Arrays.asList(1, 2, Thread.currentThread(), 3, 4);
    try (ResultIterator<String> results = pool.imap(String::valueOf, inputs)) {
      assertEquals("1", results.next());
      assertEquals("2", results.next());
      assertThrows(NotSendableException.class, results::next);
      assertEquals("3", results.next());
      assertEquals("4", results.next());
    }
  }

  @Test
  void aResultThatCannotBeSentFailsItsTaskOnly() throws Exception {
    AsyncResult<Object> thread = pool.applyAsync(() -> Map.of("key", Thread.currentThread()));
    ExecutionException failure = assertThrows(ExecutionException.class, thread::get);
    NotSendableException refused = assertInstanceOf(NotSendableException.class, failure.getCause());
    assertTrue(refused.getMessage().contains("Thread"), refused::toString);
    assertEquals(List.of(1, 1, 1, 1, 1, 1), failuresOf(UnsendableTest::threadIfThree, 6, 3));
  }

  @Test
  void anArgumentLargerThanTheWorkersHeapFailsItsTaskOnly() throws Exception {
    AsyncResult<Integer> large = pool.applyAsync(bytes -> bytes.length, new byte[3 * WORKER_HEAP]);
    AsyncResult<Integer> next = pool.applyAsync(() -> 42);
    ExecutionException failure = assertThrows(ExecutionException.class, large::get);
    assertInstanceOf(PoolException.class, failure.getCause(), () -> Chains.text(failure));
    assertTrue(
        failure.getCause().getMessage().contains("heap"), () -> failure.getCause().toString());
    assertEquals(42, next.get());
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void anArgumentThatDoesNotFitLetsTheTaskBeforeItEnd(@TempDir Path temp) throws Exception {
    String go = temp.resolve("go").toString();
    PoolOptions options = PoolOptions.defaults().withWorkers(1).withMaxHeapBytes(WORKER_HEAP);
    try (Pool one = Pool.open(options)) {
      AsyncResult<Integer> running = one.applyAsync(n -> afterFile(go, n), 7);
      AsyncResult<Integer> large = one.applyAsync(bytes -> bytes.length, new byte[3 * WORKER_HEAP]);
      AsyncResult<Integer> next = one.applyAsync(() -> 42);
      await().atMost(60, SECONDS).until(() -> P5DeathMomentsTest.isWriting(one));
      Files.createFile(Path.of(go));
      assertEquals(7, running.get());
      assertThrows(ExecutionException.class, large::get);
      assertEquals(42, next.get());
    }
  }

  private static int afterFile(String file, int n) throws InterruptedException {
    while (Files.notExists(Path.of(file))) {
      Thread.sleep(5);
    }
    return n;
  }

  private static List<Integer> failuresOf(
      TaskFunction<Integer, Object> task, int items, int failing) {
    List<Integer> fine = new ArrayList<>();
    try (ResultIterator<Object> results =
        pool.imap(task, java.util.stream.IntStream.range(0, items).boxed().toList(), items)) {
      for (int i = 0; i < items; i++) {
        try {
          fine.add(results.next().equals(i) ? 1 : 0);
        } catch (NotSendableException e) {
          fine.add(i == failing ? 1 : 0);
        }
      }
    }
    return fine;
  }

  private static Object threadIfThree(int n) {
    return n == 3 ? Thread.currentThread() : n;
  }
}
