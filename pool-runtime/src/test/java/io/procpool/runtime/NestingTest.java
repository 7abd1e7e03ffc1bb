package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ProcessOptions;
import io.procpool.TaskAction;
import io.procpool.TaskFailedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How deep processes may start processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NestingTest {

  private Pool pool;

  @BeforeAll
  void open() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(1).withName("outer"));
  }

  @AfterAll
  void close() {
    pool.close();
  }

  private static void openPool(int maxNesting) {
    try (Pool nested =
        Pool.open(PoolOptions.defaults().withWorkers(1).withMaxNesting(maxNesting))) {
      assertEquals(42, nested.apply(() -> 42));
    }
  }

  private static void startProcess(int maxNesting) throws InterruptedException {
    JvmProcess process =
        JvmProcess.start(ProcessOptions.defaults().withMaxNesting(maxNesting), () -> {});
    process.join();
    assertEquals(0, process.exitCode().getAsInt());
  }

  private static void startManager(int maxNesting) {
    try (Manager manager = Manager.start(ManagerOptions.defaults().withMaxNesting(maxNesting))) {
      assertEquals(42, manager.value(42).get());
    }
  }

  private void assertRefused(String what, TaskAction tooDeep) {
    TaskFailedException failed = assertThrows(TaskFailedException.class, () -> pool.apply(tooDeep));
    String message = assertInstanceOf(IllegalStateException.class, failed.getCause()).getMessage();
    assertTrue(message.startsWith(what), message);
    String chain =
        "here=program (pid " + ProcessHandle.current().pid() + ") > outer-worker-0 (pid ";
    assertTrue(message.contains("depth=2 maxNesting=1 " + chain), message);
  }

  @Test
  void aPoolThatIsTooDeepIsRefusedWithTheChain() {
    assertRefused("pool ", () -> openPool(1));
    pool.apply(() -> openPool(2));
  }

  @Test
  void soIsAProcess() {
    assertRefused("process ", () -> startProcess(1));
    pool.apply(() -> startProcess(2));
  }

  @Test
  void soIsAManager() {
    assertRefused("manager ", () -> startManager(1));
    pool.apply(() -> startManager(2));
  }

  @Test
  void withoutNestingNothingIsStarted() {
    assertThrows(IllegalStateException.class, () -> openPool(0));
    assertThrows(IllegalStateException.class, () -> startProcess(0));
    assertThrows(IllegalStateException.class, () -> startManager(0));
  }
}
