package io.procpool.ipc.memory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deaths of waiters and notifiers before each single access to shared memory. */
@Timeout(120)
class WaitCrashPointsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  /** Beyond what any of these lives needs without long spinning. */
  private static final int ACCESSES = 160;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void l3WhereverAWaiterDiesANotificationReachesALivingOne() throws Exception {
    for (int access = 1; access < ACCESSES; access++) {
      notifyPast(Mortal.diesBefore(access), mortal -> {}, "died before access " + access);
    }
  }

  @Test
  void l3ANotificationOfAWaiterThatDiesOnItsWayIsPassedOn() throws Exception {
    for (int access = 0; access < ACCESSES; access++) {
      int left = access;
      notifyPast(Mortal.livesOn(), mortal -> mortal.leave(left), "died after access " + access);
    }
  }

  /** Notifies once, with a living waiter behind the doomed one. */
  private void notifyPast(Mortal mortal, Consumer<Mortal> whenNotified, String facts)
      throws Exception {
    try (ConditionScene scene = new ConditionScene(threads)) {
      Future<Boolean> doomed = scene.awaits(mortal);
      scene.untilWaits(mortal, doomed);
      Mortal other = Mortal.livesOn();
      Future<Boolean> living = scene.awaits(other);
      scene.untilWaits(other, living);
      scene.signal(() -> whenNotified.accept(mortal));
      doomed.get(20, SECONDS);
      if (scene.wasNotified(mortal)) {
        scene.signal(() -> {}); // that one had its notification before it died
      }
      assertEquals(false, living.get(20, SECONDS), facts);
    }
  }

  @Test
  void l3WhereverANotifierDiesTheNextNotifierReachesAll() throws Exception {
    boolean died = true;
    for (int access = 1; died; access++) {
      try (ConditionScene scene = new ConditionScene(threads)) {
        List<Future<Boolean>> lives = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          Mortal waiter = Mortal.livesOn();
          lives.add(scene.awaits(waiter));
          scene.untilWaits(waiter, lives.get(i));
        }
        Mortal mortal = Mortal.diesBefore(access);
        SegmentCondition condition = scene.conditionOf(mortal);
        died =
            mortal.diesIn(() -> {
              condition.lock().lock();
              condition.signalAll();
              condition.lock().unlock();
            });
        scene.signal(() -> {});
        scene.signal(() -> {});
        for (Future<Boolean> life : lives) {
          assertEquals(false, life.get(20, SECONDS), "died before access " + access);
        }
      }
    }
  }

  @Test
  void l3WhereverASemaphoresWaiterDiesThePermitsOfOthersReachThem() throws Exception {
    for (int access = 1; access < ACCESSES; access++) {
      try (Segment segment = segment("SharedSemaphore", SemaphoreLayout.BYTES)) {
        Mortal mortal = Mortal.diesBefore(access);
        SegmentSemaphore doomed = new SegmentSemaphore(segment, mortal.party());
        SegmentSemaphore other = new SegmentSemaphore(segment, Mortal.livesOn().party());
        other.with(0, SegmentSemaphore.MAX_PERMITS);
        Future<Boolean> death = threads.submit(() -> mortal.diesIn(() -> doomed.tryAcquire(LONG)));
        Future<Boolean> living = threads.submit(() -> other.tryAcquire(LONG));
        other.release();
        other.release();
        assertTrue(living.get(20, SECONDS), "died before access " + access);
        boolean died = death.get(20, SECONDS);
        int left = other.availablePermits();
        assertTrue(left == 0 || died && left == 1, "permits left: " + left);
      }
    }
  }

  @Test
  void l3WhereverAnEventsSetterOrWaiterDiesTheOthersGoOn() throws Exception {
    for (int access = 1; access < ACCESSES; access++) {
      try (Segment segment = segment("SharedEvent", EventLayout.BYTES)) {
        Mortal waits = Mortal.diesBefore(access);
        Mortal sets = Mortal.diesBefore(access);
        SegmentEvent doomed = new SegmentEvent(segment, waits.party());
        SegmentEvent other = new SegmentEvent(segment, Mortal.livesOn().party());
        Future<Boolean> death = threads.submit(() -> waits.diesIn(() -> doomed.await(LONG)));
        Future<Boolean> living = threads.submit(() -> other.await(LONG));
        sets.diesIn(() -> new SegmentEvent(segment, sets.party()).set());
        other.set();
        assertTrue(living.get(20, SECONDS), "died before access " + access);
        death.get(20, SECONDS);
      }
    }
  }

  @Test
  void l3WhereverABarriersPartyDiesTheOthersTripOrAreToldItIsBroken() throws Exception {
    for (int access = 1; access < ACCESSES; access++) {
      whereAPartyDies(access, true);
      whereAPartyDies(access, false);
    }
  }

  private void whereAPartyDies(int access, boolean first) throws Exception {
    try (Segment segment = segment("SharedBarrier", BarrierLayout.BYTES)) {
      Mortal mortal = Mortal.diesBefore(access);
      SegmentBarrier other = new SegmentBarrier(segment, () -> {}, Mortal.livesOn().party());
      other.with(2);
      Future<Boolean> death = null;
      if (first) {
        death = threads.submit(() -> mortal.diesIn(() -> party(segment, mortal).await()));
      }
      Future<Boolean> living = threads.submit(() -> trips(other));
      if (!first) {
        while (other.waiting() == 0) {
          Thread.onSpinWait();
        }
        death = threads.submit(() -> mortal.diesIn(() -> trips(party(segment, mortal))));
      }
      // Takes the place of one that died before it could be seen, and does no harm otherwise.
      boolean gone = first ? waitsAlone(other, living, death) : death.get();
      if (gone && !living.isDone()) {
        SegmentBarrier third = new SegmentBarrier(segment, () -> {}, Mortal.livesOn().party());
        boolean tripped = trips(third);
        String facts = "died before access " + access + (first ? " as first" : " as last");
        assertTrue(living.get(20, SECONDS) || !tripped, facts);
      }
      if (!living.isDone()) {
        living.get(20, SECONDS);
      }
    }
  }

  private static boolean waitsAlone(
      SegmentBarrier barrier, Future<Boolean> living, Future<Boolean> death) throws Exception {
    while (!living.isDone() && !(death.isDone() && barrier.waiting() == 1)) {
      Thread.onSpinWait();
    }
    return !living.isDone() && death.get();
  }

  private static SegmentBarrier party(Segment segment, Mortal mortal) {
    return new SegmentBarrier(segment, () -> {}, mortal.party());
  }

  private static boolean trips(SegmentBarrier barrier) throws Exception {
    try {
      barrier.await(LONG);
      return true;
    } catch (BrokenBarrierException e) {
      return false;
    }
  }

  private static Segment segment(String kind, long bytes) {
    return SegmentDirectory.current().create(kind, bytes);
  }
}
