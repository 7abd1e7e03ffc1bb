package io.procpool.runtime.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AbandonedLockException;
import io.procpool.AuthenticationException;
import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerLostException;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.SharedSemaphore;
import io.procpool.WorkerStartException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G2, and the death of clients. */
@Timeout(120)
class G2DeathTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final byte[] KEY = "sixteen bytes and more".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void proxiesOfOneConnectionOutliveTheCloseOfAnotherToTheSameServer() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("two"));
    try (SmallServer _ = SmallServer.start(address.getPath(), 1000);
        Manager second = closeFirst(address)) {
      ConcurrentMap<String, Integer> map = second.map();
      map.put("key", 1);
      assertEquals(1, map.get("key"));
    }
  }

  private static void closeNow(Manager manager) {
    manager.close();
  }

  /** The second connection, of which there was one proxy before the first was closed. */
  private static Manager closeFirst(UnixDomainSocketAddress address) {
    try (Manager first = Manager.connect(address, SmallServer.KEY)) {
      ConcurrentMap<String, Integer> ofFirst = first.map();
      Manager second = Manager.connect(address, SmallServer.KEY);
      ConcurrentMap<String, Integer> before = second.map();
      ofFirst.put("key", 1);
      before.put("key", 2);
      closeNow(first);
      assertEquals(2, before.get("key"));
      assertThrows(ManagerLostException.class, () -> ofFirst.get("key"));
      return second;
    }
  }

  @Test
  void waitingAndLaterCallsFailWhenTheManagerIsKilled() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedQueue<Integer> queue = manager.queue();
      List<CompletableFuture<Throwable>> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ends.add(endOf(Thread.ofPlatform(), queue::take));
        ends.add(endOf(Thread.ofVirtual(), queue::take));
      }
      ProcessHandle.of(manager.pid()).orElseThrow().destroyForcibly();
      for (CompletableFuture<Throwable> end : ends) {
        Throwable thrown = end.get(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        assertInstanceOf(ManagerLostException.class, thrown);
        assertTrue(thrown.getMessage().contains("exit=-9"), thrown::getMessage);
      }
      assertThrows(ManagerLostException.class, queue::size);
      assertThrows(ManagerLostException.class, manager::map);
    }
  }

  /** What a call throws in the end, having begun. */
  private static CompletableFuture<Throwable> endOf(
      Thread.Builder thread, org.junit.jupiter.api.function.Executable call)
      throws InterruptedException {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Runnable body =
        () -> {
          begun.countDown();
          try {
            call.execute();
            end.complete(new AssertionError("it returned"));
          } catch (Throwable thrown) {
            end.complete(thrown);
          }
        };
    thread.start(body);
    begun.await();
    return end;
  }

  @Test
  void aRestartedServerIsFoundAndOldProxiesSayThatTheirsIsGone() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("m.sock"));
    ManagerOptions options =
        ManagerOptions.defaults().withShared("jobs", SharedQueue.class, server -> server.queue(5));
    ManagerServer first = ManagerServer.open(address, KEY, options);
    try (Manager manager = Manager.connect(address, KEY)) {
      SharedQueue<?> jobs = manager.shared("jobs", SharedQueue.class);
      assertEquals(5, jobs.capacity());
      first.close();
      assertThrows(ManagerLostException.class, jobs::capacity);
      try (ManagerServer _ = ManagerServer.open(address, KEY, options)) {
        SharedQueue<?> again = manager.shared("jobs", SharedQueue.class);
        assertEquals(5, again.capacity());
        assertThrows(ManagerLostException.class, jobs::capacity);
      }
    }
  }

  @Test
  void aWrongKeyIsRefused() {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("m.sock"));
    try (ManagerServer _ = ManagerServer.open(address, KEY, ManagerOptions.defaults())) {
      byte[] wrong = "some other sixteen bytes".getBytes(StandardCharsets.UTF_8);
      assertThrows(AuthenticationException.class, () -> Manager.connect(address, wrong));
      try (Manager right = Manager.connect(address, KEY)) {
        assertTrue(right.map().isEmpty());
      }
    }
  }

  @Test
  void aLockIsFreedWhenItsHolderDiesAndTheNextIsToldOnce() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedLock lock = manager.lock();
      SharedEvent taken = manager.event();
      JvmProcess child = JvmProcess.start(G2DeathTest::lockAndHang, lock, taken);
      taken.await();
      assertFalse(lock.tryLock());
      child.kill();
      assertThrows(AbandonedLockException.class, lock::lock);
      assertTrue(lock.isHeldByCurrentThread());
      lock.unlock();
      assertTrue(lock.tryLock());
    }
  }

  private static void lockAndHang(SharedLock lock, SharedEvent taken) throws InterruptedException {
    lock.lock();
    taken.set();
    new CountDownLatch(1).await();
  }

  @Test
  void aQueueCountsTheProcessesThatMayPut() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedQueue<Integer> queue = manager.queue();
      JvmProcess child = JvmProcess.start(G2DeathTest::putTwice, queue);
      assertEquals(1, queue.take());
      assertEquals(2, queue.writers());
      child.kill();
      await().atMost(LONG).until(() -> queue.writers() == 1);
    }
  }

  private static void putTwice(SharedQueue<Integer> queue) throws InterruptedException {
    queue.put(1);
    new CountDownLatch(1).await(); // it has the queue until it is killed
    queue.put(2);
  }

  @Test
  void takesAndPermitsOfADeadClientAreWithdrawn() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedQueue<Integer> queue = manager.queue();
      SharedSemaphore semaphore = manager.semaphore(0);
      SharedEvent begun = manager.event();
      JvmProcess child = JvmProcess.start(G2DeathTest::waitForBoth, queue, semaphore, begun);
      begun.await();
      child.kill();
      child.join();
      await().atMost(LONG).until(() -> queue.writers() == 1); // the manager has heard of it
      queue.put(1);
      semaphore.release();
      assertEquals(1, queue.poll(LONG));
      assertTrue(semaphore.tryAcquire(LONG));
    }
  }

  private static void waitForBoth(
      SharedQueue<Integer> queue, SharedSemaphore semaphore, SharedEvent begun)
      throws InterruptedException {
    Thread permit =
        new Thread(() -> {
          try {
            semaphore.acquire();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    permit.start();
    begun.set();
    int _ = queue.take();
  }

  @Test
  void anInterruptWithdrawsACallAndLosesNothing() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedQueue<Integer> queue = manager.queue();
      for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Runnable body =
            () -> {
              try {
                end.complete(new AssertionError("took " + queue.take()));
              } catch (Throwable thrown) {
                end.complete(thrown);
              }
            };
        Thread taker = kind.start(body);
        taker.interrupt();
        assertInstanceOf(
            InterruptedException.class, end.get(60, java.util.concurrent.TimeUnit.SECONDS));
        queue.put(1);
        assertEquals(1, queue.take());
      }
    }
  }

  @Test
  void anObjectThatNobodyHoldsGoesAndOneThatIsNestedStays() throws Exception {
    ManagerOptions options = ManagerOptions.defaults().withLinger(Duration.ofMillis(100));
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("m.sock"));
    try (ManagerServer server = ManagerServer.open(address, KEY, options)) {
      ObjectTable objects = ((ServedManager) server).objects();
      JvmProcess child =
          JvmProcess.start(
              socket -> {
                Manager manager = Manager.connect(UnixDomainSocketAddress.of(socket), KEY);
                ConcurrentMap<String, Object> outer = manager.map();
                outer.put("inner", manager.list());
                List<Object> alone = manager.list();
                alone.add(outer);
                System.gc();
                if (!((List<?>) outer.get("inner")).isEmpty() || alone.isEmpty()) {
                  throw new AssertionError();
                }
              },
              address.getPath().toString());
      child.join();
      assertEquals(0, child.exitCode().getAsInt());
      await()
          .atMost(LONG)
          .until(() -> {
            System.gc();
            return objects.size() == 0;
          });
    }
  }

  @Test
  void g2AManagerThatDoesNotStartSaysWhatItsJvmSaid() {
    ManagerOptions options = ManagerOptions.defaults().withJvmOptions("-XX:NoSuchOption");
    WorkerStartException why =
        assertThrows(WorkerStartException.class, () -> Manager.start(options));
    assertTrue(why.getMessage().contains("'NoSuchOption'"), why::toString);
    assertTrue(why.getMessage().contains("correct the JVM options"), why::toString);
  }
}
