package io.procpool.runtime.wrapper;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HandedTasksTest {

  @Test
  void lambdasOfUsersAreTasks() {
    Runnable runnable = () -> {};
    Callable<Integer> callable = () -> 1;
    assertDoesNotThrow(() -> HandedTasks.check(runnable));
    assertDoesNotThrow(() -> HandedTasks.check(callable));
    assertDoesNotThrow(() -> HandedTasks.check(Executors.callable(runnable)));
  }

  /** As those that its HTTP client hands to its executor. */
  @Test
  void lambdasOfTheJdkServeTheJdk() {
    for (Object lambda : List.of(Function.identity(), Predicate.not(String::isEmpty))) {
      NotSendableException refused =
          assertThrows(NotSendableException.class, () -> HandedTasks.check(lambda));
      assertTrue(
          refused.getMessage().contains("it is a part of the JDK, which would not hear of its end"),
          refused.getMessage());
    }
  }

  /** As the one by which a cache is cleaned up. */
  @Test
  void aForkJoinTaskBelongsToAnExecutorOfThisProcess() {
    NotSendableException refused =
        assertThrows(
            NotSendableException.class, () -> HandedTasks.check(ForkJoinTask.adapt(() -> {})));
    assertTrue(
        refused.getMessage().contains("let an executor of this process run it"),
        refused.getMessage());
  }
}
