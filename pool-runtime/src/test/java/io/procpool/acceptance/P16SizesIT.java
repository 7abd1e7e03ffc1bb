package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** P16: arguments and results of 0 bytes, 512 bytes, 64 KiB and 100 MB; ten of 100 MB at once. */
class P16SizesIT {

  private static final int LARGE = 100_000_000;
  private static final int[] SIZES = {0, 512, 64 << 10, LARGE};
  private static final long WORKER_HEAP = 768L << 20;
  private static final long MEMORY = 6L << 30; // two workers, the parent and the system

  @TempDir Path directory;

  private static Pool open(Transport transport) {
    return Pool.open(
        PoolOptions.defaults()
            .withWorkers(2)
            .withTransport(transport)
            .withMaxHeapBytes(WORKER_HEAP));
  }

  private static byte[] content(int bytes, int seed) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static long checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  /** Each size there, back, and both; as bytes and as text, which is no array. */
  static final class EachSize {

    public static void main(String[] args) {
      try (Pool pool = open(Transport.valueOf(args[0]))) {
        for (int size : SIZES) {
          byte[] there = content(size, 1);
          assertEquals(checksum(there), pool.apply(P16SizesIT::checksum, there));
          assertArrayEquals(content(size, 2), pool.apply(P16SizesIT::content, size, 2));
          assertArrayEquals(there, pool.apply(bytes -> bytes, there));
          String text = "x".repeat(size);
          assertEquals(size, pool.apply(String::length, text));
          assertEquals(text, pool.apply(n -> "x".repeat(n), size));
        }
        System.out.println("failed " + pool.statistics().failedTasks());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p16ArgumentsAndResultsOfEverySizeArriveAsTheyWent(Transport transport) throws Exception {
    requireMemory();
    try (Program program = new Program(directory, List.of("-Xmx1g"), EachSize.class, transport)) {
      assertEquals("0", program.awaitLine("failed "));
      program.assertCleanEnd();
    }
  }

  /** Ten arguments that are on their way at once, and so are their results. */
  static final class TenAtOnce {

    public static void main(String[] args) {
      try (Pool pool = open(Transport.AUTOMATIC)) {
        byte[] there = content(LARGE, 3); // the caller waits, so that one copy here is enough
        List<byte[]> back = pool.map(bytes -> bytes, Collections.nCopies(10, there));
        assertEquals(10, back.size());
        for (byte[] each : back) {
          assertArrayEquals(there, each);
        }
        System.out.println("failed " + pool.statistics().failedTasks());
      }
    }
  }

  @Test
  void p16TenArgumentsAndResultsOfAHundredMegabytesAtOnce() throws Exception {
    requireMemory();
    try (Program program = new Program(directory, List.of("-Xmx2g"), TenAtOnce.class)) {
      assertEquals("0", program.awaitLine("failed "));
      program.assertCleanEnd();
    }
  }

  private static void requireMemory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    assumeTrue(system.getTotalMemorySize() > MEMORY, "too little memory in this machine");
  }
}
