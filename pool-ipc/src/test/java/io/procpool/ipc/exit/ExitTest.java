package io.procpool.ipc.exit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that end, each a JVM of its own. */
@Timeout(120)
class ExitTest {

  private static Process start(Class<?> main, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<String> output(Process process) throws IOException {
    try (var reader = process.inputReader()) {
      return reader.lines().toList();
    }
  }

  /** Adds actions in another order than they are to run. */
  static final class InStages {

    private InStages() {}

    public static void main(String[] args) {
      ExitActions.add(ExitActions.Stage.FILES, () -> System.out.println("files"));
      ExitActions.add(
          ExitActions.Stage.HELPERS,
          () -> {
            throw new IllegalStateException("on purpose");
          });
      ExitActions.Added removed =
          ExitActions.add(ExitActions.Stage.CHILDREN, () -> System.out.println("removed"));
      ExitActions.add(ExitActions.Stage.CHILDREN, () -> System.out.println("children"));
      ExitActions.add(ExitActions.Stage.HELPERS, () -> System.out.println("helpers"));
      removed.remove();
    }
  }

  @Test
  void actionsRunStageByStageThoughOneFailsAndNoTraceIsPrinted() throws Exception {
    Process process = start(InStages.class);
    assertEquals(List.of("helpers", "children", "files"), output(process));
    assertEquals(0, process.waitFor());
  }

  /** Says in its last action whether a signal made it exit. */
  static final class Signalled {

    private Signalled() {}

    public static void main(String[] args) throws InterruptedException {
      ExitActions.add(
          ExitActions.Stage.FILES, () -> System.out.println("signal=" + ExitSignal.hasArrived()));
      System.out.println("ready");
      if (!Boolean.getBoolean("waits")) {
        System.exit(0);
      }
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aSignalIsToldFromAnExit() throws Exception {
    assertEquals(List.of("ready", "signal=false"), output(start(Signalled.class)));
    Process process = start(Signalled.class, "-Dwaits=true");
    try (var reader = process.inputReader()) {
      assertEquals("ready", reader.readLine());
      process.toHandle().destroy();
      assertEquals("signal=true", reader.readLine());
    }
  }

  /** Kills itself while a thread is in a loop without safepoints. */
  static final class Deaf {

    private static final int WARM_UP = 20_000;

    private Deaf() {}

    public static void main(String[] args) throws InterruptedException {
      CountDownLatch compiled = new CountDownLatch(1);
      Thread loops = new Thread(() -> loop(compiled));
      loops.setDaemon(true);
      loops.start();
      compiled.await();
      System.out.println("loops");
      SelfKill.now();
    }

    private static void loop(CountDownLatch compiled) {
      int sum = 0;
      for (int i = 0; i < WARM_UP; i++) {
        sum += divide(i, 100);
      }
      compiled.countDown();
      System.out.println("never " + divide(sum, Integer.MAX_VALUE));
    }

    // Divisions that depend on each other: minutes in all.
    private static int divide(int start, int rounds) {
      int value = start | 1;
      for (int i = 1; i < rounds; i++) {
        value = (value ^ i) / ((i & 7) + 1) + i;
        value = (value ^ i) / ((value & 7) + 1) + i;
        value = (value ^ i) / ((i & 15) + 1) + i;
        value = (value ^ i) / ((value & 15) + 1) + i;
        value = (value ^ i) / ((i & 31) + 1) + i;
        value = (value ^ i) / ((value & 31) + 1) + i;
      }
      return value;
    }
  }

  @Test
  void aProcessEndsItselfWhileAThreadReachesNoSafepoint() throws Exception {
    Process process =
        start(Deaf.class, "-XX:-UseCountedLoopSafepoints", "-XX:-TieredCompilation", "-Xbatch");
    List<String> said = output(process);
    assertEquals(List.of("loops"), said);
    assertEquals(137, process.waitFor());
    assertFalse(process.isAlive());
  }
}
