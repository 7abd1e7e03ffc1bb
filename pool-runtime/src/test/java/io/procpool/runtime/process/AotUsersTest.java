package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(30)
@Isolated // it counts the pools of this JVM
final class AotUsersTest {

  @TempDir Path directory;

  @Test
  void theMakingEndsWithTheLastPoolAndMayBeAskedForAgain() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    AotUsers.enter();
    AotUsers.enter();
    new AotBuilder().build(directory, "a", List.of("-XX:NoSuchOption"), givenUp::countDown);
    Thread maker = maker();
    assertNull(maker.getContextClassLoader());
    AotUsers.leave();
    assertFalse(maker.isInterrupted());
    AotUsers.leave();
    assertTrue(givenUp.await(20, TimeUnit.SECONDS));
    maker.join();
  }

  private static Thread maker() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("procpool-aot"))
        .findFirst()
        .orElseThrow();
  }
}
