package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingLineTest {

  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLine line = new WaitingLine(lock);
  private final List<String> looked = new ArrayList<>();

  @BeforeEach
  void own() {
    lock.lock(); // as all who use a line; it goes with the thread's test
  }

  private WaitingLine.Entry entry(String name) {
    return entry(name, false, false);
  }

  private WaitingLine.Entry entry(String name, boolean gone, boolean again) {
    return new WaitingLine.Entry() {
      @Override
      public boolean isGone() {
        return gone;
      }

      @Override
      public void lookAgain() {
        looked.add(name);
        if (again) {
          line.add(this);
        }
      }
    };
  }

  @Test
  void aSignalGoesToTheFirst() {
    line.add(entry("a"));
    line.add(entry("b"));
    line.signal();
    assertEquals(List.of("a"), looked);
    line.signal();
    line.signal(); // nobody is left
    assertEquals(List.of("a", "b"), looked);
  }

  @Test
  void whoIsGoneIsPassedOver() {
    line.add(entry("gone", true, false));
    line.add(entry("gone, too", true, false));
    line.add(entry("there"));
    line.signal();
    assertEquals(List.of("there"), looked);
  }

  @Test
  void aSignalForAllAsksEachOnceThoughItWaitAgain() {
    line.add(entry("a", false, true));
    line.add(entry("b", false, true));
    line.signalAll();
    assertEquals(List.of("a", "b"), looked);
    line.signalAll();
    assertEquals(List.of("a", "b", "a", "b"), looked);
  }

  @Test
  void whoIsWithdrawnIsNotAskedAndWhoWasAskedCannotBeWithdrawn() {
    WaitingLine.Entry a = entry("a");
    WaitingLine.Entry b = entry("b");
    line.add(a);
    line.add(b);
    assertTrue(line.withdraw(a));
    assertFalse(line.withdraw(a));
    line.signal();
    assertFalse(line.withdraw(b));
    assertEquals(List.of("b"), looked);
  }

  @Test
  void aThreadWaitsInItsPlaceAndIsWoken() throws Exception {
    FutureTask<Void> waiting = waitingThread();
    line.add(entry("behind it"));
    line.signal();
    assertEquals(List.of(), looked);
    lock.unlock();
    waiting.get(30, TimeUnit.SECONDS);
  }

  @Test
  void theSignalOfAThreadThatIsInterruptedIsTheNextOnes() throws Exception {
    FutureTask<Void> waiting = waitingThread();
    line.add(entry("next"));
    waiter.interrupt();
    while (!lock.hasQueuedThread(waiter)) { // it has left its condition by the interrupt
      Thread.onSpinWait();
    }
    line.signal(); // it is still the first
    assertEquals(List.of(), looked);
    lock.unlock();
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS));
    assertEquals(InterruptedException.class, failed.getCause().getClass());
    assertEquals(List.of("next"), looked);
  }

  private Thread waiter = Thread.currentThread();

  /** A thread that waits in the line when this returns. */
  private FutureTask<Void> waitingThread() {
    FutureTask<Void> waiting =
        new FutureTask<>(() -> {
          lock.lock();
          try {
            line.await(new Patience(-1));
          } finally {
            lock.unlock();
          }
          return null;
        });
    waiter = new Thread(waiting, "waiter");
    waiter.start();
    while (!lock.hasQueuedThread(waiter)) {
      Thread.onSpinWait();
    }
    lock.unlock();
    while (waiter.getState() != Thread.State.WAITING || lock.hasQueuedThread(waiter)) {
      Thread.onSpinWait(); // until it waits for its signal
    }
    lock.lock();
    return waiting;
  }
}
