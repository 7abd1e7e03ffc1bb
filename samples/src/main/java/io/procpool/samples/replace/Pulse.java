package io.procpool.samples.replace;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A counter in a mapped file: whoever maps it sees whether someone else still counts. */
final class Pulse {

  private static final Duration STILL = Duration.ofMillis(300);

  private final MappedByteBuffer counter;

  private Pulse(MappedByteBuffer counter) {
    this.counter = counter;
  }

  static Pulse of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Pulse(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  void beat() {
    counter.putLong(0, counter.getLong(0) + 1);
  }

  /** Waits until the counter is above zero. */
  void awaitStart() throws InterruptedException {
    while (counter.getLong(0) == 0) {
      Thread.sleep(10);
    }
  }

  /** Whether the counter comes to rest within the limit. */
  boolean stopsWithin(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() - end < 0) {
      long before = counter.getLong(0);
      Thread.sleep(STILL);
      if (counter.getLong(0) == before) {
        return true;
      }
    }
    return false;
  }
}
