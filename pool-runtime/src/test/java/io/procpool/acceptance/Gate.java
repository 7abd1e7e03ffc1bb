package io.procpool.acceptance;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A latch between processes: a file that is there once the gate is open. It travels in tasks and
 * uses nothing of what is tested.
 *
 * @param file the file's path
 */
public record Gate(String file) implements Serializable {

  /** How long a test waits for what must happen; long, as the machine may be busy. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long POLL_MILLIS = 2;

  /** A closed gate in the directory. */
  public static Gate in(Path directory, String name) {
    return new Gate(directory.resolve(name).toString());
  }

  /** Opens it, for every process and for good. */
  public void open() {
    try {
      Files.writeString(Path.of(file), "open");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return Files.exists(Path.of(file));
  }

  /** In a task: waits until it is open; an interrupt ends the wait. Answers true. */
  public boolean pass() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isOpen()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nobody opened " + file);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** In a task: opens this gate and waits for the other. Answers true. */
  public boolean openThenPass(Gate other) throws InterruptedException {
    open();
    return other.pass();
  }

  /** In a test: waits until it is open. */
  public void awaitOpen() {
    Awaitility.await(file).atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(this::isOpen);
  }
}
