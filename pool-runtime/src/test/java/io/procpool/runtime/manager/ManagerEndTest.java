package io.procpool.runtime.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AbandonedLockException;
import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerLostException;
import io.procpool.ManagerServer;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every call that waits hears that its manager is lost, whatever it is and however it ends. */
@Timeout(180)
final class ManagerEndTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void allHearThatItsProcessWasKilled() throws Exception {
    try (Manager manager = Manager.start(WaitingCalls.options())) {
      ConcurrentMap<String, Integer> map = manager.map();
      WaitingCalls calls = new WaitingCalls(manager);
      ProcessHandle.of(manager.pid()).orElseThrow().destroyForcibly();
      calls.assertAllEnd();
      WaitingCalls.assertLaterCallsFail(manager, map::size);
    }
  }

  @Test
  void allHearThatItWasClosed() throws Exception {
    Manager manager = Manager.start(WaitingCalls.options());
    ConcurrentMap<String, Integer> map = manager.map();
    WaitingCalls calls = new WaitingCalls(manager);
    manager.close();
    calls.assertAllEnd();
    WaitingCalls.assertLaterCallsFail(manager, map::size);
  }

  @Test
  void allHearThatTheirOwnProcessClosedItsConnection() throws Exception {
    try (SmallServer server = SmallServer.start(folder.resolve("s"), 1000)) {
      Manager manager = Manager.connect(server.address(), SmallServer.KEY);
      ConcurrentMap<String, Integer> map = manager.map();
      WaitingCalls calls = new WaitingCalls(manager);
      manager.close();
      calls.assertAllEnd();
      WaitingCalls.assertLaterCallsFail(manager, map::size);
    }
  }

  @Test
  void allHearThatTheConnectionWasCut() throws Exception {
    try (SmallServer server = SmallServer.start(folder.resolve("s"), 1000);
        Forwarder forwarder = Forwarder.open(folder.resolve("f"), server.address());
        Manager manager = Manager.connect(forwarder.address(), SmallServer.KEY)) {
      ConcurrentMap<String, Integer> map = manager.map();
      WaitingCalls calls = new WaitingCalls(manager);
      forwarder.cut();
      calls.assertAllEnd();
      assertThrows(ManagerLostException.class, map::size);
      assertEquals(0, manager.map().size(), "the server goes on, and is found again");
    }
  }

  @Test
  void allInItsOwnProcessHearThatAServerWasClosed() throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("own"));
    ManagerServer server = ManagerServer.open(address, SmallServer.KEY, WaitingCalls.options());
    ConcurrentMap<String, Integer> map = server.manager().map();
    WaitingCalls calls = new WaitingCalls(server.manager());
    server.close();
    calls.assertAllEnd();
    WaitingCalls.assertLaterCallsFail(server.manager(), map::size);
  }

  @Test
  void whatAKilledClientWaitedForIsAnothers() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedQueue<String> full = manager.queue(1);
      full.put("first");
      SharedCondition condition = manager.condition();
      SharedSemaphore waits = manager.semaphore(0);
      JvmProcess child = JvmProcess.start(ManagerEndTest::waitForAll, full, condition, waits);
      waits.acquire();
      waits.acquire();
      lockAndSignalNobody(condition);
      child.kill();
      child.join();
      await().atMost(LONG).until(() -> full.writers() == 1); // the manager has heard of it
      assertEquals("first", full.take());
      assertNull(full.poll(), "the dead one's element was not put");
      condition.lock().lock();
      assertFalse(condition.await(Duration.ofMillis(1)));
      condition.lock().unlock();
    }
  }

  /** By now the other waits, since it has given the lock back. */
  private static void lockAndSignalNobody(SharedCondition condition) {
    condition.lock().lock();
    condition.lock().unlock();
  }

  private static void waitForAll(
      SharedQueue<String> full, SharedCondition condition, SharedSemaphore waits)
      throws InterruptedException {
    Thread puts =
        new Thread(() -> {
          waits.release();
          try {
            full.put("second");
          } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
          }
        });
    puts.start();
    condition.lock().lock();
    waits.release();
    condition.await();
  }

  @Test
  void aBarrierThatAKilledClientWaitedAtIsBroken() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedBarrier barrier = manager.barrier(3);
      JvmProcess child = JvmProcess.start(ManagerEndTest::waitAt, barrier);
      await().atMost(LONG).until(() -> barrier.waiting() == 1);
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread.ofPlatform()
          .start(() -> end.complete(assertThrows(BrokenBarrierException.class, barrier::await)));
      await().atMost(LONG).until(() -> barrier.waiting() == 2);
      child.kill();
      assertInstanceOf(BrokenBarrierException.class, end.get(60, TimeUnit.SECONDS));
      barrier.reset();
      assertFalse(barrier.isBroken());
    }
  }

  private static void waitAt(SharedBarrier barrier)
      throws InterruptedException, BrokenBarrierException {
    barrier.await();
  }

  @Test
  void aReentrantLockThatAKilledClientHeldTwiceIsToldOnce() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedReentrantLock lock = manager.reentrantLock();
      SharedSemaphore held = manager.semaphore(0);
      JvmProcess child = JvmProcess.start(ManagerEndTest::lockTwice, lock, held);
      held.acquire();
      child.kill();
      assertThrows(AbandonedLockException.class, lock::lock);
      lock.unlock();
      assertTrue(lock.tryLock());
    }
  }

  private static void lockTwice(SharedReentrantLock lock, SharedSemaphore held)
      throws InterruptedException {
    lock.lock();
    lock.lock();
    held.release();
    new CountDownLatch(1).await();
  }
}
