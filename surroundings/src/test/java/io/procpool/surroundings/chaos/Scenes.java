package io.procpool.surroundings.chaos;

import static io.procpool.surroundings.chaos.Ledger.require;
import static io.procpool.surroundings.chaos.Ledger.requireEqual;

import io.procpool.AbandonedLockException;
import io.procpool.JvmProcess;
import io.procpool.SharedLock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;

/**
 * Processes that are killed while they wait for something or hold it, and what those who are left
 * find: locks are told to be abandoned, and nothing is lost to the dead or put by them.
 */
final class Scenes {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String where;
  private final Things things;
  private final Ledger ledger;
  private final Random random;

  Scenes(String where, Things things, Ledger ledger, Random random) {
    this.where = where;
    this.things = things;
    this.ledger = ledger;
    this.random = random;
  }

  Void run() throws Exception {
    while (ledger.goesOn()) {
      Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
      try {
        play(victim);
      } catch (AssertionError | Exception violation) {
        throw new AssertionError(where + ", " + victim + ": " + violation.getMessage(), violation);
      }
      ledger.count("processes killed in a scene " + where);
      Thread.sleep(random.nextInt(1_000)); // others work, too
    }
    return null;
  }

  private void play(Victim victim) throws Exception {
    prepare(victim);
    JvmProcess process = JvmProcess.start(victim::run, things);
    try {
      require(things.ready().tryAcquire(LIMIT), "the victim is not ready: " + process);
      Thread.sleep(Duration.ofNanos(random.nextInt(5_000_000)));
      WorkerKiller.signal(random.nextInt(4) == 0 ? "SEGV" : "KILL", process.pid());
      require(process.join(LIMIT), "a killed process lives on: " + process);
      require(!process.isAlive() && process.exitCode().getAsInt() < 0, "exit of " + process);
    } finally {
      process.kill();
    }
    awaitNews();
    check(victim);
  }

  /** A manager hears of a client's end some time after it. */
  private void awaitNews() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (things.queue().writers() > 1) {
      require(System.nanoTime() < end, "the dead one still has the queue: " + things.queue());
      Thread.sleep(1);
    }
  }

  private void prepare(Victim victim) throws InterruptedException {
    switch (victim) {
      case WAITS_FOR_LOCK -> things.lock().lock();
      case WAITS_FOR_REENTRANT_LOCK -> things.reentrant().lock();
      case PUTS -> {
        for (long i = 0; i < Things.CAPACITY; i++) {
          things.queue().put(i);
        }
      }
      default -> {}
    }
  }

  private void check(Victim victim) throws Exception {
    switch (victim) {
      case WAITS_FOR_LOCK -> unlockAndLock(things.lock());
      case WAITS_FOR_REENTRANT_LOCK -> unlockAndLock(things.reentrant());
      case HOLDS_LOCK -> takeOver(things.lock());
      case HOLDS_REENTRANT_LOCK -> takeOver(things.reentrant());
      case WAITS_FOR_PERMIT -> {
        things.permits().release();
        require(things.permits().tryAcquire(LIMIT), "a permit went to the dead");
      }
      case WAITS_FOR_EVENT -> {
        things.event().set();
        require(things.event().await(LIMIT), "an event is not seen");
        things.event().clear();
      }
      case WAITS_FOR_SIGNAL -> signal();
      case WAITS_AT_BARRIER -> gather();
      case TAKES -> {
        long element = random.nextLong(Long.MAX_VALUE);
        things.queue().put(element);
        requireEqual(
            "element", String.valueOf(element), String.valueOf(things.queue().poll(LIMIT)));
      }
      case PUTS -> drain();
    }
  }

  private static void unlockAndLock(SharedLock lock) throws InterruptedException {
    lock.unlock();
    require(lock.tryLock(LIMIT), "a lock went to the dead: " + lock);
    lock.unlock();
  }

  private static void takeOver(SharedLock lock) throws InterruptedException {
    try {
      require(lock.tryLock(LIMIT), "a dead one's lock is not free: " + lock);
      throw new AssertionError("it was not told that its holder died: " + lock);
    } catch (AbandonedLockException told) {
      lock.unlock();
    }
    unlockAfterLock(lock);
  }

  private static void unlockAfterLock(SharedLock lock) throws InterruptedException {
    require(lock.tryLock(LIMIT), "a lock is lost: " + lock);
    lock.unlock();
  }

  /** It may have died before it gave the lock back to wait. */
  private void signal() throws InterruptedException {
    SharedLock lock = things.condition().lock();
    try {
      require(lock.tryLock(LIMIT), "a dead waiter keeps its lock: " + lock);
    } catch (AbandonedLockException told) {
      ledger.count("waiters that died before they waited");
    }
    things.condition().signalAll();
    require(!things.condition().await(Duration.ofMillis(1)), "a signal of nobody");
    lock.unlock();
  }

  /** It may have died before it came. */
  private void gather() throws InterruptedException {
    try {
      things.barrier().await(Duration.ofMillis(200));
      throw new AssertionError("the dead came to the barrier");
    } catch (BrokenBarrierException | java.util.concurrent.TimeoutException expected) {
      things.barrier().reset();
    }
    require(!things.barrier().isBroken(), "a barrier that was reset is broken");
  }

  private void drain() throws InterruptedException {
    for (long i = 0; i < Things.CAPACITY; i++) {
      requireEqual("element", String.valueOf(i), String.valueOf(things.queue().poll(LIMIT)));
    }
    Object more = things.queue().poll(Duration.ofMillis(100)); // it waited, and was killed
    require(more == null, "the dead put something: " + more);
  }
}
