package io.procpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Client;
import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.Listener;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.NetworkOptions;
import io.procpool.Pipe;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.Task;
import io.procpool.acceptance.Gate;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every time that is taken may be as long as a Duration can be, or as negative. */
@Timeout(120)
class LongTimesTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
  private static final Duration LONG_AGO = Duration.ofSeconds(Long.MIN_VALUE);
  private static final Task<Integer> ONE = () -> 1;

  @Test
  void everyTimeOfAPoolMayBeForEver() throws Exception {
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(1)
            .withMinWorkers(0)
            .withTaskTimeout(FOREVER)
            .withGraceTime(FOREVER)
            .withIdleTimeout(FOREVER)
            .withStartTimeout(FOREVER);
    try (Pool pool = Pool.open(options)) {
      assertEquals(1, pool.applyAsync(ONE).get(FOREVER));
      assertEquals(1, pool.applyAsync(ONE).get(Long.MAX_VALUE, TimeUnit.DAYS));
      assertTrue(pool.applyAsync(ONE).await(FOREVER));
      try (ResultIterator<Integer> results = pool.imap(x -> x, List.of(1))) {
        assertEquals(1, results.next(FOREVER));
      }
      assertEquals(1, pool.invokeAll(List.of(ONE), Long.MAX_VALUE, TimeUnit.DAYS).getFirst().get());
      assertEquals(1, pool.invokeAny(List.of(ONE), Long.MAX_VALUE, TimeUnit.DAYS));
      pool.shutdown();
      assertTrue(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS));
    }
  }

  @Test
  void aNegativeTimeOfAPoolIsOver(@TempDir Path directory) throws Exception {
    Gate end = Gate.in(directory, "end");
    Task<Boolean> waiting = end::pass;
    try (Pool pool = Pool.create(1)) {
      AsyncResult<Boolean> result = pool.submit(waiting);
      assertThrows(TimeoutException.class, () -> result.get(LONG_AGO));
      assertThrows(TimeoutException.class, () -> result.get(Long.MIN_VALUE, TimeUnit.DAYS));
      assertFalse(result.await(LONG_AGO));
      assertThrows(
          TimeoutException.class,
          () -> pool.invokeAny(List.of(waiting), Long.MIN_VALUE, TimeUnit.DAYS));
      assertThrows(
          CancellationException.class,
          () -> pool.invokeAll(List.of(waiting), Long.MIN_VALUE, TimeUnit.DAYS).getFirst().get());
      assertFalse(pool.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS));
      end.open();
      assertTrue(result.get());
    }
  }

  @Test
  void everyWaitForASharedObjectMayBeForEver() throws Exception {
    try (SharedLock lock = SharedLock.create();
        SharedReentrantLock reentrant = SharedReentrantLock.create();
        SharedSemaphore semaphore = SharedSemaphore.create(1);
        SharedEvent event = SharedEvent.create();
        SharedBarrier barrier = SharedBarrier.create(1);
        SharedCondition condition = SharedCondition.create();
        SharedQueue<Integer> queue = SharedQueue.create(2)) {
      assertTrue(lock.tryLock(FOREVER));
      assertTrue(reentrant.tryLock(Long.MAX_VALUE, TimeUnit.DAYS));
      assertTrue(semaphore.tryAcquire(FOREVER));
      event.set();
      assertTrue(event.await(FOREVER));
      assertEquals(0, barrier.await(FOREVER));
      condition.lock().lock();
      assertTrue(condition.waitFor(() -> true, FOREVER));
      assertTrue(queue.offer(1, FOREVER));
      assertEquals(1, queue.poll(FOREVER));
      queue.taskDone();
      assertTrue(queue.join(FOREVER));
    }
  }

  @Test
  void aNegativeWaitForASharedObjectIsOver() throws Exception {
    try (SharedLock lock = SharedLock.create();
        SharedReentrantLock reentrant = SharedReentrantLock.create();
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        SharedEvent event = SharedEvent.create();
        SharedBarrier barrier = SharedBarrier.create(2);
        SharedCondition condition = SharedCondition.create();
        SharedQueue<Integer> queue = SharedQueue.create(1)) {
      lock.lock();
      assertFalse(elsewhere(() -> lock.tryLock(LONG_AGO)));
      reentrant.lock();
      assertFalse(elsewhere(() -> reentrant.tryLock(Long.MIN_VALUE, TimeUnit.DAYS)));
      assertFalse(semaphore.tryAcquire(LONG_AGO));
      assertFalse(event.await(LONG_AGO));
      assertThrows(TimeoutException.class, () -> barrier.await(LONG_AGO));
      condition.lock().lock();
      assertFalse(condition.await(LONG_AGO));
      assertFalse(condition.waitFor(() -> false, LONG_AGO));
      assertEquals(null, queue.poll(LONG_AGO));
      assertTrue(queue.offer(1, LONG_AGO));
      assertFalse(queue.offer(2, LONG_AGO));
      assertFalse(queue.join(LONG_AGO));
    }
  }

  /** Something that a thread may wait for. */
  private interface Wait {
    boolean await() throws InterruptedException;
  }

  private static boolean elsewhere(Wait wait) throws InterruptedException {
    boolean[] result = new boolean[1];
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              try {
                result[0] = wait.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    other.join();
    return result[0];
  }

  @Test
  void aConnectionIsPolledForEverOrNotAtAll() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertFalse(pipe.second().poll(LONG_AGO));
      pipe.first().send(1);
      assertTrue(pipe.second().poll(FOREVER));
      assertEquals(List.of(pipe.second()), Connection.waitAny(List.of(pipe.second()), FOREVER));
    }
  }

  @Test
  void aHandshakeMayTakeForEver(@TempDir Path directory) throws Exception {
    NetworkOptions options = NetworkOptions.defaults().withHandshakeTimeout(FOREVER);
    byte[] key = new byte[32];
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (Listener listener = Listener.open(address, key, options);
        Connection client = Client.connect(address, key, options);
        Connection server = listener.accept()) {
      client.send(42);
      assertEquals(42, server.receive());
    }
  }

  @Test
  void aProcessIsWaitedForForEver() throws Exception {
    JvmProcess process = JvmProcess.start(() -> {});
    assertTrue(process.join(FOREVER));
  }

  @Test
  void everyTimeOfAManagerMayBeForEver() throws Exception {
    ManagerOptions options = ManagerOptions.defaults().withLinger(FOREVER).withCallTimeout(FOREVER);
    try (Manager manager = Manager.start(options)) {
      List<Integer> list = manager.list();
      assertTrue(list.add(1));
      SharedQueue<Integer> queue = manager.queue(1);
      assertTrue(queue.offer(1, FOREVER));
      assertFalse(queue.offer(2, LONG_AGO));
      assertEquals(1, queue.poll(FOREVER));
      assertTrue(manager.lock().tryLock(FOREVER));
    }
  }
}
