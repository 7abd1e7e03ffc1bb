package io.procpool.runtime.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.ManagedValue;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.Namespace;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.QueueEndedException;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.Task;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** G1: every type, from child processes. */
@Timeout(120)
class G1TypesTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Manager manager;
  private static Pool pool;

  @BeforeAll
  static void start() {
    manager = Manager.start(ManagerOptions.defaults().withName("types"));
    pool = Pool.open(PoolOptions.defaults().withWorkers(2));
  }

  @AfterAll
  static void end() {
    pool.close();
    manager.close();
  }

  @Test
  void aMapIsChangedByAllWorkers() {
    ConcurrentMap<String, Integer> counts = manager.map();
    List<String> words = List.of("a", "b", "a", "c", "b", "a");
    pool.map(word -> counts.merge(word, 1, Integer::sum), words);
    assertEquals(Map.of("a", 3, "b", 2, "c", 1), counts);
    assertEquals(Set.of("a", "b", "c"), counts.keySet());
    assertEquals(6, counts.values().stream().mapToInt(n -> n).sum());
    assertEquals(1, counts.remove("c"));
    assertFalse(counts.containsKey("c"));
    assertTrue(counts.replace("a", 3, 4));
    assertThrows(NullPointerException.class, () -> counts.put("d", null));
    counts.clear();
    assertTrue(counts.isEmpty());
  }

  @Test
  void aListIsChangedByAllWorkers() {
    List<Integer> list = manager.list();
    pool.map(list::add, List.of(3, 1, 2));
    list.sort(null);
    assertEquals(List.of(1, 2, 3), list);
    assertEquals("[1, 2, 3]", list.toString());
    list.add(1, 9);
    assertEquals(9, list.set(1, 8));
    assertEquals(8, list.remove(1));
    assertTrue(list.remove((Integer) 2));
    assertTrue(list.addAll(Arrays.asList(null, 5)));
    assertEquals(Arrays.asList(1, 3, null, 5), new ArrayList<>(list));
    assertEquals(2, list.indexOf(null));
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(4));
    assertTrue(list.removeIf(n -> true));
    assertTrue(list.isEmpty());
  }

  @Test
  void aSetIsChangedByAllWorkers() {
    Set<String> set = manager.set();
    assertEquals(List.of(true, true), pool.map(set::add, List.of("x", "y")));
    assertFalse(set.add("x"));
    assertEquals(Set.of("x", "y"), set);
    assertTrue(set.retainAll(List.of("y")));
    assertEquals(1, set.size());
  }

  @Test
  void aNamespaceHoldsValuesByName() {
    Namespace names = manager.namespace();
    pool.apply(() -> {
      names.set("n", 7);
      return null;
    });
    assertEquals(7, names.get("n", Integer.class));
    assertEquals(Map.of("n", 7), names.toMap());
    assertTrue(names.remove("n"));
    assertEquals(Set.of(), names.names());
  }

  @Test
  void aQueueKeepsOrderWaitsAndEnds() throws Exception {
    SharedQueue<Integer> queue = manager.queue(2);
    pool.apply(() -> {
      queue.put(1);
      queue.put(2);
      return queue.offer(3);
    });
    assertFalse(queue.offer(3, Duration.ofMillis(10)));
    assertEquals(1, queue.take());
    assertEquals(2, queue.poll());
    assertEquals(null, queue.poll(Duration.ofMillis(10)));
    assertFalse(queue.join(Duration.ofMillis(10)));
    queue.taskDone();
    queue.taskDone();
    assertTrue(queue.join(LONG));
    assertThrows(IllegalStateException.class, queue::taskDone);
    queue.shutdown();
    assertThrows(QueueEndedException.class, queue::take);
    assertThrows(QueueEndedException.class, () -> queue.put(4));
  }

  @Test
  void aProcessThatHasEndedWritingPutsNothing() throws Exception {
    SharedQueue<Integer> queue = manager.queue(2);
    assertEquals(1, queue.writers());
    ConcurrentMap<String, SharedQueue<Integer>> map = manager.map();
    map.put("queue", queue);
    queue.endWriting();
    assertEquals(0, queue.writers());
    assertThrows(IllegalStateException.class, () -> queue.put(1));
    assertThrows(IllegalStateException.class, () -> map.get("queue").putAll(List.of(1)));
    assertTrue(pool.apply(() -> queue.offer(7)));
    assertEquals(7, queue.take());
  }

  @Test
  void aTakeWaitsForWhatAnotherProcessPuts() throws Exception {
    SharedQueue<String> requests = manager.queue();
    SharedQueue<String> answers = manager.queue();
    JvmProcess child = JvmProcess.start((in, out) -> out.put(in.take() + "!"), requests, answers);
    requests.put("hello");
    assertEquals("hello!", answers.take());
    child.join();
    assertEquals(OptionalInt.of(0), child.exitCode());
  }

  @Test
  void aLockExcludesProcesses() throws Exception {
    SharedLock lock = manager.lock();
    lock.lock();
    assertTrue(lock.isHeldByCurrentThread());
    assertFalse(pool.apply(() -> lock.tryLock() || lock.tryLock(Duration.ofMillis(10))));
    assertThrows(IllegalMonitorStateException.class, lock::lock);
    lock.unlock();
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
    ManagedValue<Integer> sum = manager.value(0);
    pool.map(
        n -> {
          lock.lock();
          try {
            sum.set(sum.get() + n);
          } finally {
            lock.unlock();
          }
          return n;
        },
        java.util.stream.IntStream.rangeClosed(1, 100).boxed().toList());
    assertEquals(5050, sum.get());
  }

  @Test
  void aReentrantLockCounts() {
    SharedReentrantLock lock = manager.reentrantLock();
    lock.lock();
    lock.lock();
    assertEquals(2, lock.holdCount());
    lock.unlock();
    assertFalse(pool.apply(() -> lock.tryLock()));
    lock.unlock();
    assertTrue(
        pool.apply(() -> {
          boolean taken = lock.tryLock();
          lock.unlock();
          return taken;
        }));
  }

  @Test
  void aSemaphoreCountsPermits() throws Exception {
    SharedSemaphore semaphore = manager.semaphore(1);
    semaphore.acquire();
    assertFalse(pool.apply(() -> semaphore.tryAcquire(Duration.ofMillis(10))));
    semaphore.release(2);
    assertEquals(2, semaphore.availablePermits());
    assertTrue(pool.apply(() -> semaphore.tryAcquire()));
  }

  @Test
  void anEventWakesAnotherProcess() throws Exception {
    SharedEvent go = manager.event();
    SharedEvent gone = manager.event();
    JvmProcess child = JvmProcess.start(G1TypesTest::waitAndTell, go, gone);
    assertFalse(gone.isSet());
    go.set();
    assertTrue(gone.await(LONG));
    child.join();
    go.clear();
    assertFalse(go.await(Duration.ofMillis(10)));
  }

  private static void waitAndTell(SharedEvent go, SharedEvent gone) throws InterruptedException {
    go.await();
    gone.set();
  }

  @Test
  void aConditionWakesAnotherProcess() throws Exception {
    SharedCondition changed = manager.condition();
    ManagedValue<Integer> turn = manager.value(0);
    JvmProcess child =
        JvmProcess.start(() -> {
          changed.lock().lock();
          try {
            changed.waitFor(() -> turn.get() == 1);
            turn.set(2);
            changed.signalAll();
          } finally {
            changed.lock().unlock();
          }
        });
    SharedLock lock = changed.lock();
    assertThrows(IllegalMonitorStateException.class, changed::signal);
    lock.lock();
    try {
      turn.set(1);
      changed.signalAll();
      assertTrue(changed.waitFor(() -> turn.get() == 2, LONG));
      assertFalse(changed.await(Duration.ofMillis(10)));
    } finally {
      lock.unlock();
    }
    child.join();
  }

  @Test
  void aBarrierLetsPartiesPassTogether() throws Exception {
    SharedBarrier barrier = manager.barrier(2);
    JvmProcess child = JvmProcess.start(() -> barrier.await());
    int _ = barrier.await();
    child.join();
    assertEquals(OptionalInt.of(0), child.exitCode());
    assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(10)));
    assertTrue(barrier.isBroken());
    assertThrows(BrokenBarrierException.class, barrier::await);
    barrier.reset();
    assertFalse(barrier.isBroken());
  }

  @Test
  void aBarrierRunsItsActionBeforeThePartiesGoOn() throws Exception {
    ManagedValue<Integer> trips = manager.value(0);
    SharedBarrier barrier = manager.barrier(2, () -> trips.set(trips.get() + 1));
    JvmProcess child =
        JvmProcess.start(() -> {
          int _ = barrier.await();
          int _ = barrier.await();
        });
    int _ = barrier.await();
    assertEquals(1, trips.get());
    int _ = barrier.await();
    assertEquals(2, trips.get());
    child.join();
    assertFalse(barrier.isBroken());
  }

  @Test
  void aFailingActionBreaksTheBarrier() throws Exception {
    SharedBarrier barrier = manager.barrier(2, G1TypesTest::fail);
    JvmProcess child =
        JvmProcess.start(() -> {
          assertThrows(BrokenBarrierException.class, barrier::await);
        });
    await().atMost(LONG).until(() -> barrier.waiting() == 1);
    assertThrows(NumberFormatException.class, barrier::await);
    assertTrue(barrier.isBroken());
    child.join();
    assertEquals(OptionalInt.of(0), child.exitCode());
  }

  private static void fail() {
    throw new NumberFormatException("the action fails");
  }

  @Test
  void aValueAndAnArrayAreChangedByAWorker() {
    ManagedValue<String> value = manager.value("a");
    List<Integer> array = manager.array(List.of(1, 2, 3));
    pool.apply(() -> {
      array.set(0, 7);
      return value.compareAndSet("a", "b");
    });
    assertEquals("b", value.get());
    assertEquals(List.of(7, 2, 3), array);
    assertThrows(UnsupportedOperationException.class, () -> array.add(4));
    assertEquals(Arrays.asList(null, null), manager.array(2));
  }

  @Test
  void proxiesLiveInsideManagedObjects() throws Exception {
    ConcurrentMap<String, Object> map = manager.map();
    SharedQueue<Integer> queue = manager.queue(10);
    map.put("queue", queue);
    map.put("both", List.of(queue, manager.lock()));
    pool.apply(() -> {
      SharedQueue<Integer> found = queueOf(map.get("queue"));
      found.put(42);
      return null;
    });
    assertEquals(42, queue.take());
    assertEquals(queue, map.get("queue"));
    List<?> both = (List<?>) map.get("both");
    assertEquals(queue, both.get(0));
    assertTrue(((SharedLock) both.get(1)).tryLock());
  }

  @SuppressWarnings("unchecked")
  private static SharedQueue<Integer> queueOf(Object proxy) {
    return (SharedQueue<Integer>) proxy;
  }

  @Test
  void aPoolInTheManagerWorksFromAnywhere() throws Exception {
    try (Pool remote = manager.pool(1)) {
      assertEquals(List.of(1, 4, 9), remote.map(x -> x * x, List.of(1, 2, 3)));
      assertEquals(42, remote.submit(() -> 6 * 7).get(LONG));
      assertEquals(5, (int) pool.apply(() -> remote.apply(() -> 5)));
      List<Integer> seen = new ArrayList<>();
      for (int n : remote.imap(x -> x + 1, List.of(1, 2))) {
        seen.add(n);
      }
      assertEquals(List.of(2, 3), seen);
    }
  }

  @Test
  void invokeAllOfAPoolInTheManagerGivesAFutureOfEach() throws Exception {
    try (Pool remote = manager.pool(1)) {
      List<Task<Integer>> tasks = List.of(() -> 1, () -> Integer.parseInt("?"));
      List<Future<Integer>> futures = remote.invokeAll(tasks);
      assertEquals(1, futures.getFirst().get());
      assertEquals(Future.State.FAILED, futures.getLast().state());
      ExecutionException failed =
          assertThrows(ExecutionException.class, () -> futures.getLast().get());
      assertInstanceOf(NumberFormatException.class, failed.getCause());
      assertEquals(1, remote.invokeAny(tasks));
      assertEquals(3, remote.submit((Callable<Integer> & Serializable) () -> 3).get());
    }
  }
}
