package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedArray;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedLongArray;
import io.procpool.SharedLongValue;
import io.procpool.SharedMemory;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.SharedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shared objects looked at while others use them. */
@Timeout(120)
class InspectionTest {

  private static final int LOOKS = 3_000;
  private static final int PARTIES = 40;

  @Test
  void aSharedObjectCanBeLookedAtWhileOthersUseIt() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (Objects objects = new Objects();
        ExecutorService users = Executors.newCachedThreadPool()) {
      List<Future<?>> uses = new ArrayList<>();
      for (Callable<?> use : objects.uses()) {
        uses.add(
            users.submit(() -> {
              while (!over.get()) {
                use.call();
              }
              return null;
            }));
      }
      try {
        for (int i = 0; i < LOOKS; i++) {
          objects.look();
        }
      } finally {
        over.set(true);
        objects.end();
      }
      for (Future<?> use : uses) {
        use.get();
      }
    }
  }

  @Test
  void aBarrierThatManyEnterAndLeaveTellsItsWaiters() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (SharedBarrier barrier = SharedBarrier.create(PARTIES);
        ExecutorService threads = Executors.newFixedThreadPool(PARTIES)) {
      for (int i = 0; i < PARTIES; i++) {
        threads.submit(() -> {
          while (!over.get()) {
            barrier.await();
          }
          return null;
        });
      }
      for (int i = 0; i < LOOKS; i++) {
        int waiting = barrier.waiting();
        assertTrue(waiting >= 0 && waiting <= PARTIES, () -> "waiting=" + waiting);
        assertTrue(barrier.toString().contains("waiting="), barrier::toString);
      }
      over.set(true);
      barrier.abort();
    }
  }

  /** One of each, with two threads that use it. */
  private static final class Objects implements AutoCloseable {

    private final SharedLock lock = SharedLock.create();
    private final SharedReentrantLock reentrant = SharedReentrantLock.create();
    private final SharedSemaphore semaphore = SharedSemaphore.create(1);
    private final SharedEvent event = SharedEvent.create();
    private final SharedCondition condition = SharedCondition.create();
    private final SharedQueue<Integer> queue = SharedQueue.create(4);
    private final SharedLongValue value = SharedValue.ofLong(0);
    private final SharedLongArray array = SharedArray.ofLong(8);
    private final SharedMemory memory = SharedMemory.create("inspected", 64);

    List<Callable<?>> uses() {
      List<Callable<?>> once =
          List.of(this::lock, this::reentrant, this::semaphore, this::event, this::condition);
      List<Callable<?>> uses = new ArrayList<>(once);
      uses.addAll(once);
      uses.add(this::put);
      uses.add(this::take);
      return uses;
    }

    void look() {
      for (Object each :
          List.of(lock, reentrant, semaphore, event, condition, queue, value, array, memory)) {
        assertTrue(each.toString().startsWith("Shared"), each::toString);
      }
      boolean _ = lock.isLocked() | lock.isHeldByCurrentThread();
      boolean _ = reentrant.isLocked() | event.isSet() | queue.isEmpty() | queue.hasEnded();
      assertEquals(0, reentrant.holdCount());
      int permits = semaphore.availablePermits();
      assertTrue(permits == 0 || permits == 1, () -> "permits=" + permits);
      int size = queue.size();
      assertTrue(size >= 0 && size <= 4, () -> "size=" + size);
      assertEquals(1, queue.writers());
    }

    void end() {
      queue.shutdown();
      event.set();
    }

    private Void lock() {
      lock.lock();
      lock.unlock();
      return null;
    }

    private Void reentrant() {
      reentrant.lock();
      reentrant.lock();
      reentrant.unlock();
      reentrant.unlock();
      return null;
    }

    private Void semaphore() throws InterruptedException {
      semaphore.acquire();
      semaphore.release();
      return null;
    }

    private Void event() {
      event.set();
      event.clear();
      return null;
    }

    private Void condition() throws InterruptedException {
      condition.lock().lock();
      try {
        condition.signalAll();
        condition.await(java.time.Duration.ofMillis(1));
      } finally {
        condition.lock().unlock();
      }
      return null;
    }

    private Void put() throws InterruptedException {
      try {
        queue.put(1);
      } catch (io.procpool.QueueEndedException ended) {
        return null;
      }
      return null;
    }

    private Void take() throws InterruptedException {
      try {
        queue.take();
      } catch (io.procpool.QueueEndedException ended) {
        return null;
      }
      return null;
    }

    @Override
    public void close() {
      lock.close();
      reentrant.close();
      semaphore.close();
      event.close();
      condition.close();
      queue.close();
      value.close();
      array.close();
      memory.unlink();
      memory.close();
    }
  }
}
