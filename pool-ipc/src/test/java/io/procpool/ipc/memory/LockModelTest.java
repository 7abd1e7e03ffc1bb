package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.ipc.memory.LockModel.Asks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All interleavings of a lock's steps, deaths included. */
class LockModelTest {

  @Test
  void inNoInterleavingDoTwoHoldTheLock() {
    assertFalse(goesWrong(new LockModel(Asks.WORD_FIRST, true, true, false)));
  }

  @Test
  void norWhereAProcessHasTheDeadOnesPid() {
    assertFalse(goesWrong(new LockModel(Asks.WORD_FIRST, true, true, true)));
  }

  @Test
  void eachPartOfTheAlgorithmIsNeeded() {
    assertTrue(goesWrong(new LockModel(Asks.THREAD_FIRST, false, false, false)));
    assertTrue(goesWrong(new LockModel(Asks.WORD_FIRST, false, true, false)));
    assertTrue(goesWrong(new LockModel(Asks.WORD_FIRST, true, false, true)));
    assertTrue(goesWrong(new LockModel(Asks.THREAD_FIRST, true, true, true)));
  }

  @Test
  void theLockTakesTheModelsSteps() {
    List<String> steps = new ArrayList<>();
    try (Segment segment = SegmentDirectory.current().create("SharedLock", LockLayout.BYTES)) {
      LockWord lock = new LockWord(new Recorded(segment, steps), 0, recorded());
      assertTrue(lock.tryAcquireFree());
      assertEquals(List.of("cas 0", "set 8"), taken(steps));
      assertTrue(lock.isHeldByCurrentThread());
      assertEquals(List.of("get 0", "get 8"), taken(steps));
      lock.release();
      assertEquals(List.of("get 0", "get 8", "set 8", "swap 0"), taken(steps));
      new SharedWords(segment).set(0, LockLayout.heldBy(DEAD));
      assertEquals(LockWord.Acquisition.ABANDONED, lock.tryAcquire());
      assertEquals(
          List.of("cas 0", "get 0", "cas 0", "set 16", "set 8", "get 0", "cas 0"), taken(steps));
    }
  }

  private static final long DEAD = new ProcessIdentity(1, 1).packed();

  private static Party recorded() {
    return new Party(
        Party.current().identity(),
        identity -> identity != DEAD,
        BackoffParker.INSTANCE,
        SharedWords::new);
  }

  private static List<String> taken(List<String> steps) {
    List<String> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }

  private static boolean goesWrong(LockModel model) {
    Set<LockModel.State> seen = new HashSet<>(Set.of(model.start()));
    Deque<LockModel.State> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      LockModel.State state = open.removeLast();
      if (LockModel.isWrong(state)) {
        return true;
      }
      for (LockModel.State next : model.next(state)) {
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    assertTrue(seen.size() > 100, "states: " + seen.size());
    return false;
  }

  private static final class Recorded extends SharedWords {

    private final List<String> steps;

    Recorded(Segment segment, List<String> steps) {
      super(segment);
      this.steps = steps;
    }

    @Override
    public long get(long offset) {
      steps.add("get " + offset);
      return super.get(offset);
    }

    @Override
    public void set(long offset, long value) {
      steps.add("set " + offset);
      super.set(offset, value);
    }

    @Override
    public boolean compareAndSet(long offset, long expected, long value) {
      steps.add("cas " + offset);
      return super.compareAndSet(offset, expected, value);
    }

    @Override
    public long getAndSet(long offset, long value) {
      steps.add("swap " + offset);
      return super.getAndSet(offset, value);
    }
  }
}
