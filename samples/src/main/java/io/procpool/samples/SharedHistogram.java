package io.procpool.samples;

import static java.util.Objects.requireNonNull;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.SharedArray;
import io.procpool.SharedLongArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How often each byte occurs in a file: the workers add what they find in their parts of it into
 * one {@link SharedArray}, which they have inherited, so that nothing comes back but "done".
 */
public final class SharedHistogram {

  private static final int PART_BYTES = 1 << 20;
  private static final int VALUES = 256;
  private static final int SHOWN = 8;
  private static final int BAR_WIDTH = 40;

  private static volatile @Nullable SharedLongArray inherited;

  private SharedHistogram() {}

  /**
   * Prints the most frequent bytes.
   *
   * @param args a file; by default the one that holds the running JDK's own modules
   */
  public static void main(String[] args) throws IOException {
    String file = args.length > 0 ? args[0] : modules();
    long bytes = Files.size(Path.of(file));
    List<Long> parts =
        LongStream.rangeClosed(0, (bytes - 1) / PART_BYTES).mapToObj(i -> i * PART_BYTES).toList();
    try (SharedLongArray counts = SharedArray.ofLong(VALUES);
        Pool pool =
            Pool.open(PoolOptions.defaults().withInitializer(SharedHistogram::inherit, counts))) {
      pool.map(offset -> addPart(file, offset), parts);
      print(counts.toArray(), bytes);
    }
  }

  static String modules() {
    return Path.of(System.getProperty("java.home"), "lib", "modules").toString();
  }

  private static void inherit(SharedLongArray counts) {
    inherited = counts;
  }

  /** Counts in an array of its own first: an addition that all processes see costs more. */
  private static int addPart(String file, long offset) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(PART_BYTES);
    try (FileChannel channel = FileChannel.open(Path.of(file))) {
      while (part.hasRemaining() && channel.read(part, offset + part.position()) >= 0) {}
    }
    long[] found = new long[VALUES];
    for (int i = 0; i < part.position(); i++) {
      found[Byte.toUnsignedInt(part.get(i))]++;
    }
    SharedLongArray counts = requireNonNull(inherited, "the initializer has run");
    for (int value = 0; value < VALUES; value++) {
      counts.getAndAdd(value, found[value]);
    }
    return part.position();
  }

  private static void print(long[] counts, long bytes) {
    List<Integer> byCount =
        IntStream.range(0, VALUES)
            .boxed()
            .sorted(Comparator.comparingLong((Integer value) -> counts[value]).reversed())
            .toList();
    long most = counts[byCount.getFirst()];
    for (int value : byCount.subList(0, SHOWN)) {
      String bar = "#".repeat((int) (counts[value] * BAR_WIDTH / Math.max(1, most)));
      System.out.printf(Locale.ROOT, "0x%02x %,14d %s%n", value, counts[value], bar);
    }
    long counted = Arrays.stream(counts).sum();
    System.out.printf(
        Locale.ROOT,
        "%,d bytes counted, of %,d: %s%n",
        counted,
        bytes,
        counted == bytes ? "right" : "WRONG");
  }
}
