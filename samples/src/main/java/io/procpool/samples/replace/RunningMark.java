package io.procpool.samples.replace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Shows whether a task still runs, in this process or another: it holds the lock of a file as long
 * as it does, and a process that ends loses its locks.
 */
final class RunningMark {

  private static final Duration STEP = Duration.ofMillis(20);

  private final Path file;

  RunningMark(Path file) {
    this.file = file;
  }

  /** Task: sets the mark and runs for ever, whatever interrupts say. */
  void runForEver() throws IOException {
    try (FileChannel channel = open()) {
      FileLock _ = channel.lock();
      channel.write(ByteBuffer.wrap(new byte[1])); // only now may others try the lock
      while (channel.isOpen()) {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits until the task has set the mark. */
  void awaitStart() throws IOException, InterruptedException {
    while (Files.size(file) == 0) {
      Thread.sleep(STEP);
    }
  }

  /** Whether the task ends within the limit. */
  boolean endsWithin(Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (isRunning()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(STEP);
    }
    return true;
  }

  private boolean isRunning() throws IOException {
    try (FileChannel channel = open();
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // a thread of this process holds it
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }
}
