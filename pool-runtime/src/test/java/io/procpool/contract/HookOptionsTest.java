package io.procpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.SharedLock;
import io.procpool.acceptance.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Initializers and finalizers: their forms, and what they may capture. */
class HookOptionsTest {

  /** A worker's own copy. */
  private static final List<Object> STATE = new ArrayList<>();

  private static final PoolOptions ONE = PoolOptions.defaults().withWorkers(1);

  @TempDir Path directory;

  static void init(Object... values) {
    STATE.addAll(List.of(values));
  }

  private static List<Object> stateOf(PoolOptions options) {
    try (Pool pool = Pool.open(options)) {
      List<Object> state = pool.apply(() -> STATE);
      assertTrue(STATE.isEmpty(), "this process has not run it");
      return state;
    }
  }

  static void init0() {
    init("none");
  }

  static void init1(String first) {
    init(first);
  }

  static void init2(String first, Integer second) {
    init(first, second);
  }

  static void init3(String first, Integer second, List<String> third) {
    init(first, second, third);
  }

  @Test
  void initializerTakesNoneToThreeArguments() {
    assertEquals(List.of("none"), stateOf(ONE.withInitializer(HookOptionsTest::init0)));
    assertEquals(List.of("a"), stateOf(ONE.withInitializer(HookOptionsTest::init1, "a")));
    assertEquals(List.of("a", 2), stateOf(ONE.withInitializer(HookOptionsTest::init2, "a", 2)));
    assertEquals(
        List.of("a", 2, List.of("c")),
        stateOf(ONE.withInitializer(HookOptionsTest::init3, "a", 2, List.of("c"))));
  }

  @Test
  void aSharedLockMayTravelInTheInitializerOnly() throws Exception {
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.open(ONE.withInitializer(HookOptionsTest::keep, lock))) {
      assertFalse(pool.apply(() -> kept().isLocked()));
      lock.lock();
      assertTrue(pool.apply(() -> kept().isLocked()), "it is the same lock");
      lock.unlock();
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> pool.apply(() -> lock.isLocked()));
      assertTrue(refused.getMessage().contains("inheritance"), refused.getMessage());
    }
  }

  @Test
  void sharedArgumentsLiftsThatRule() {
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.open(ONE.withSharedArguments(true))) {
      lock.lock();
      assertTrue(pool.apply(() -> lock.isLocked()));
      assertTrue(pool.apply(SharedLock::isLocked, lock));
      lock.unlock();
    }
  }

  private static void keep(SharedLock lock) {
    STATE.add(lock);
  }

  private static SharedLock kept() {
    return (SharedLock) STATE.getFirst();
  }

  @Test
  void finalizerRunsAsAWorkerLeaves() {
    Gate left = Gate.in(directory, "left");
    try (Pool pool = Pool.open(ONE.withFinalizer(left::open))) {
      assertEquals(1, pool.apply(() -> 1));
      assertFalse(left.isOpen());
    }
    assertTrue(left.isOpen(), "close has waited for it");
  }

  @Test
  void aFinalizerThatThrowsHarmsNothing() {
    try (Pool pool =
        Pool.open(
            ONE.withFinalizer(() -> {
              throw new IllegalStateException("expected on stderr: a finalizer's failure");
            }))) {
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void hooksThatCannotBeSentFailAtOpen() {
    Thread thread = new Thread(() -> {});
    NotSendableException refused =
        assertThrows(
            NotSendableException.class,
            () -> Pool.open(ONE.withInitializer(() -> thread.setName("x"))));
    assertTrue(refused.getMessage().contains("java.lang.Thread"), refused.getMessage());
    assertThrows(
        NotSendableException.class, () -> Pool.open(ONE.withFinalizer(() -> thread.setName("x"))));
  }
}
