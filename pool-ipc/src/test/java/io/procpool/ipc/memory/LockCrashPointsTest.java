package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.ipc.memory.LockWord.Acquisition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deaths before each single access to a lock's memory. */
@Timeout(120)
class LockCrashPointsTest {

  private final Segment segment = SegmentDirectory.current().create("SharedLock", LockLayout.BYTES);

  @AfterEach
  void close() {
    segment.close();
  }

  @Test
  void l3WhereverTheHolderDiesTheNextGetsTheLockAndIsToldOnce() throws Exception {
    int access = 1;
    boolean died = true;
    for (; died; access++) {
      Mortal mortal = Mortal.diesBefore(access);
      LockWord doomed = lockOf(mortal);
      died = mortal.diesIn(() -> pass(doomed));
      boolean abandoned = holder() == mortal.identity();
      LockWord next = lockOf(Mortal.livesOn());
      assertEquals(
          abandoned ? Acquisition.ABANDONED : Acquisition.ACQUIRED,
          next.tryAcquire(),
          "died before access " + access);
      next.release();
      assertEquals(Acquisition.ACQUIRED, lockOf(Mortal.livesOn()).tryAcquire());
      new SharedWords(segment).set(LockLayout.WORD_OFFSET, LockLayout.FREE);
    }
    assertTrue(access > 5, "accesses: " + access);
  }

  @Test
  void l3WhoeverDiesBeforeItCouldBeToldLeavesThatToTheNext() throws Exception {
    boolean died = true;
    for (int access = 1; died; access++) {
      Mortal holder = Mortal.livesOn();
      assertEquals(Acquisition.ACQUIRED, lockOf(holder).tryAcquire());
      assertTrue(holder.diesIn(Mortal::die));
      Mortal mortal = Mortal.diesBefore(access);
      died = mortal.diesIn(() -> assertEquals(Acquisition.ABANDONED, lockOf(mortal).tryAcquire()));
      if (died) {
        LockWord next = lockOf(Mortal.livesOn());
        assertEquals(Acquisition.ABANDONED, next.tryAcquire(), "died before access " + access);
        next.release();
      }
    }
  }

  @Test
  void l3WhereverAWaiterDiesTheNextGetsTheLock() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int access = 1; access < 300; access++) {
        LockWord held = lockOf(Mortal.livesOn());
        assertFalse(held.acquireUninterruptibly() == Acquisition.REFUSED);
        Mortal mortal = Mortal.diesBefore(access);
        LockWord waiter = lockOf(mortal);
        Future<Boolean> life =
            threads.submit(() ->
                mortal.diesIn(() -> {
                  waiter.acquireUninterruptibly();
                  waiter.release();
                }));
        while (!life.isDone() && !hasSleepers()) {
          Thread.onSpinWait();
        }
        held.release();
        life.get();
        LockWord next = lockOf(Mortal.livesOn());
        Acquisition taken = next.acquireUninterruptibly();
        assertTrue(taken == Acquisition.ACQUIRED || life.get());
        next.release();
      }
    }
  }

  @Test
  void l3ThousandsOfDeathsLeaveTheLockExact() throws Exception {
    long seed = Long.getLong("procpool.seed", System.nanoTime());
    Storm storm = new Storm(4, 1_500);
    storm.run(seed);
    String facts = "seed=" + seed + " " + storm;
    assertEquals(0, storm.violations.get(), facts);
    assertEquals(6_000, storm.deaths.get(), facts);
    assertTrue(storm.told.get() > 100, facts);
    assertTrue(storm.told.get() <= storm.diedHolding.get(), facts);
    assertEquals(storm.diedHolding.get(), storm.told.get() + storm.diedTaking.get(), facts);
  }

  /** Threads that play one mortal after the other. */
  private final class Storm {
    final int threads;
    final int deathsEach;
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger violations = new AtomicInteger();
    final AtomicInteger deaths = new AtomicInteger();
    final AtomicInteger diedHolding = new AtomicInteger();
    final AtomicInteger diedTaking = new AtomicInteger();
    final AtomicInteger told = new AtomicInteger();

    Storm(int threads, int deathsEach) {
      this.threads = threads;
      this.deathsEach = deathsEach;
    }

    void run(long seed) throws Exception {
      CountDownLatch ready = new CountDownLatch(threads);
      try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Random random = new Random(seed + i);
          all.add(
              pool.submit(() -> {
                ready.countDown();
                ready.await();
                for (int death = 0; death < deathsEach; death++) {
                  play(Mortal.diesBefore(1 + random.nextInt(200)));
                }
                return null;
              }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
      LockWord last = lockOf(Mortal.livesOn());
      if (last.acquireUninterruptibly() == Acquisition.ABANDONED) {
        told.incrementAndGet();
      }
      last.release();
    }

    private void play(Mortal mortal) throws Exception {
      LockWord lock = lockOf(mortal);
      boolean taking = true;
      try {
        while (true) {
          taking = true;
          Acquisition how = lock.acquireUninterruptibly();
          taking = false;
          told.addAndGet(how == Acquisition.ABANDONED ? 1 : 0);
          violations.addAndGet(inside.incrementAndGet() == 1 ? 0 : 1);
          inside.decrementAndGet();
          lock.release();
        }
      } catch (Mortal.Death death) {
        bury(mortal, taking);
      }
    }

    private void bury(Mortal mortal, boolean taking) throws Exception {
      deaths.incrementAndGet();
      if (holder() == mortal.identity()) {
        diedHolding.incrementAndGet();
        diedTaking.addAndGet(taking && mortal.tookOver() ? 1 : 0);
      }
      mortal.diesIn(Mortal::die);
    }

    @Override
    public String toString() {
      return "deaths=%s diedHolding=%s told=%s diedTaking=%s violations=%s"
          .formatted(deaths, diedHolding, told, diedTaking, violations);
    }
  }

  private static void pass(LockWord lock) {
    lock.tryAcquire();
    lock.release();
  }

  private LockWord lockOf(Mortal mortal) {
    return new LockWord(mortal.party().words(segment), 0, mortal.party());
  }

  private long holder() {
    return LockLayout.holder(new SharedWords(segment).get(LockLayout.WORD_OFFSET));
  }

  private boolean hasSleepers() {
    return (new SharedWords(segment).get(LockLayout.WORD_OFFSET) & LockLayout.CONTENDED) != 0;
  }
}
