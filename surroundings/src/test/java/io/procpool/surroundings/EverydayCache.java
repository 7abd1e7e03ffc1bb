package io.procpool.surroundings;

import io.procpool.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Has an AOT cache made for the workers of the everyday program, as happens by itself where a
 * program runs for some seconds: keeps a pool open until the cache is in the directory, or for as
 * long as is worth while for what is only faster with it.
 */
final class EverydayCache {

  private static final long TICK_MILLIS = 50;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private EverydayCache() {}

  /** Takes the directory, which is that of the property {@code procpool.aot.directory}, too. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Pool pool = Pool.create(1)) {
      pool.apply(() -> "begun");
      while (!isMade(Path.of(args[0])) && System.nanoTime() - begin < LIMIT_NANOS) {
        Thread.sleep(TICK_MILLIS);
      }
    }
    System.out.println("all works");
  }

  private static boolean isMade(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> file.toString().endsWith(".aot"));
    }
  }
}
