package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.AsyncResult;
import io.procpool.Manager;
import io.procpool.ManagerLostException;
import io.procpool.ManagerOptions;
import io.procpool.Pool;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.SharedSemaphore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/**
 * One call of each kind that waits for ever or for long, each in a platform and a virtual thread.
 */
final class WaitingCalls {

  private static final Duration LONG = Duration.ofHours(1);

  private final Map<String, CompletableFuture<Throwable>> ends = new LinkedHashMap<>();
  private final CountDownLatch lost = new CountDownLatch(1);

  /** A user's type whose method waits. */
  interface Sleeper {

    void sleep() throws InterruptedException;

    /** One that says nothing of interrupts. */
    int sleepDeeply();
  }

  /** It waits until it is interrupted. */
  static final class Awake implements Sleeper {

    @Override
    public void sleep() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Override
    public int sleepDeeply() {
      try {
        sleep();
      } catch (InterruptedException e) {
        throw new IllegalStateException("woken", e);
      }
      return 0;
    }
  }

  /** What a manager needs for them. */
  static ManagerOptions options() {
    return ManagerOptions.defaults().withType(Sleeper.class, Awake::new);
  }

  /** Begins all calls; they wait, or are about to. */
  WaitingCalls(Manager manager) throws InterruptedException {
    beginQueues(manager);
    beginLocks(manager);
    beginGatherings(manager);
    beginUsersCode(manager);
    SharedEvent roundTrip = manager.event();
    roundTrip.set(); // by now the calls before have been written, if not all have come to wait
    roundTrip.await();
  }

  private void beginQueues(Manager manager) throws InterruptedException {
    SharedQueue<Integer> empty = manager.queue();
    begin("take", empty::take);
    begin("poll", () -> empty.poll(LONG));
    SharedQueue<Integer> full = manager.queue(1);
    full.put(1);
    begin("put", () -> full.put(2));
    begin("putAll", () -> full.putAll(List.of(1, 2)));
    begin("offer", () -> full.offer(2, LONG));
    begin("join", full::join);
    begin("join in time", () -> full.join(LONG));
  }

  private void beginLocks(Manager manager) throws InterruptedException {
    for (SharedLock lock : List.of(manager.lock(), manager.reentrantLock())) {
      lock.lock();
      begin("lock of " + lock, lock::lock);
      begin("lockInterruptibly of " + lock, lock::lockInterruptibly);
      begin("tryLock of " + lock, () -> lock.tryLock(LONG));
    }
    SharedCondition condition = manager.condition();
    begin("await", () -> locked(condition, condition::await));
    begin("await in time", () -> locked(condition, () -> condition.await(LONG)));
    begin("waitFor", () -> locked(condition, () -> condition.waitFor(() -> false)));
  }

  private static void locked(SharedCondition condition, Executable call) throws Throwable {
    condition.lock().lock();
    call.execute();
  }

  private void beginGatherings(Manager manager) throws InterruptedException {
    SharedSemaphore semaphore = manager.semaphore(0);
    begin("acquire", semaphore::acquire);
    begin("tryAcquire", () -> semaphore.tryAcquire(LONG));
    SharedEvent event = manager.event();
    begin("event", event::await);
    begin("event in time", () -> event.await(LONG));
    SharedBarrier barrier = manager.barrier(10);
    begin("barrier", barrier::await);
    SharedBarrier acting = manager.barrier(20);
    begin("barrier in time", () -> acting.await(LONG));
  }

  /** What runs functions or methods of users, there or here. */
  private void beginUsersCode(Manager manager) throws InterruptedException {
    Sleeper sleeper = manager.create(Sleeper.class);
    begin("method", sleeper::sleep);
    begin("method that heeds no interrupt", sleeper::sleepDeeply);
    Pool pool = manager.pool(1);
    begin("apply", () -> pool.apply(new Awake()::sleep));
    begin("map", () -> pool.map(n -> new Awake().sleepDeeply() + n, List.of(1)));
    AsyncResult<Integer> result = pool.applyAsync(() -> new Awake().sleepDeeply());
    begin("get", result::get);
    ConcurrentMap<String, Integer> map = manager.map();
    map.put("key", 1);
    begin("compute", () -> map.compute("key", (_, old) -> after(old)));
    begin("merge", () -> map.merge("key", 1, (a, b) -> after(a + b)));
    begin("computeIfAbsent", () -> map.computeIfAbsent("other", _ -> after(1)));
    begin("replaceAll", () -> map.replaceAll((_, old) -> after(old)));
    begin(
        "entries",
        () -> {
          for (Map.Entry<String, Integer> entry : map.entrySet()) {
            map.put(entry.getKey(), after(entry.getValue()));
          }
        });
  }

  /** A function that ends when the manager is lost. */
  private Integer after(Integer value) {
    try {
      lost.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
    return value;
  }

  private void begin(String name, Executable call) throws InterruptedException {
    begin(name, Thread.ofPlatform(), call);
    begin(name + " in a virtual thread", Thread.ofVirtual(), call);
  }

  private void begin(String name, Thread.Builder kind, Executable call)
      throws InterruptedException {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    kind.name(name)
        .start(() -> {
          begun.countDown();
          try {
            call.execute();
            end.complete(new AssertionError("it returned"));
          } catch (Throwable thrown) {
            end.complete(thrown);
          }
        });
    begun.await();
    ends.put(name, end);
  }

  /** Each call ends with the word that the manager is lost. */
  void assertAllEnd() throws Exception {
    lost.countDown();
    for (Map.Entry<String, CompletableFuture<Throwable>> end : ends.entrySet()) {
      Throwable thrown;
      try {
        thrown = end.getValue().get(60, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException hangs) {
        throw new AssertionError("it hangs: " + end.getKey(), hangs);
      }
      assertInstanceOf(ManagerLostException.class, thrown, end.getKey());
    }
  }

  /** And each later call. */
  static void assertLaterCallsFail(Manager manager, Executable call) {
    assertThrows(ManagerLostException.class, call);
    assertThrows(ManagerLostException.class, manager::map);
  }
}
