package io.procpool.worker;

import io.procpool.ipc.exit.SelfKill;
import java.time.Duration;

/**
 * How long a worker's shutdown hooks may take. A task that calls {@link System#exit} waits for
 * them, and its caller waits for the task: a hook that never ends must not keep both for ever.
 */
final class ExitLimit {

  /** Enough to write what is buffered, and for what the worker has started to end. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private ExitLimit() {}

  /** Ends this process when it has been exiting for too long. */
  static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(ExitLimit::watch, "procpool-exit-limit"));
  }

  private static void watch() {
    Thread watch = new Thread(ExitLimit::killLater, "procpool-exit-watch");
    watch.setDaemon(true); // goes on while hooks run, and keeps nothing
    watch.start();
  }

  private static void killLater() {
    try {
      Thread.sleep(LIMIT);
    } catch (InterruptedException e) {
      return; // whoever interrupts the threads of an exiting JVM ends it
    }
    System.err.println(
        "procpool worker: killed, since its shutdown hooks have not ended "
            + LIMIT.toSeconds()
            + " s after its exit began");
    System.err.flush();
    SelfKill.now();
  }
}
