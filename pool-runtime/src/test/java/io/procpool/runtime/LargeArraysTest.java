package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import io.procpool.ipc.memory.SegmentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays that go through the memory a pool shares with each of its workers. */
@Timeout(120)
class LargeArraysTest {

  private static final int LARGE = 9 << 20; // more than is on its way at a time
  private static final int MAX_KILLS = 6;

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertEquals(List.of(), laneFiles());
  }

  @Test
  void theyComeBackAsTheyWentWhileWorkersAreKilled() throws Exception {
    PoolOptions options =
        PoolOptions.defaults().withWorkers(2).withRetries(MAX_KILLS).withMaxHeapBytes(256L << 20);
    try (Pool pool = Pool.open(options);
        Killer killer = new Killer(pool, MAX_KILLS)) {
      for (int round = 0; round < 10; round++) {
        long[] there = new Random(round).longs(LARGE / Long.BYTES).toArray();
        List<AsyncResult<long[]>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          results.add(pool.applyAsync(back -> back, there));
        }
        for (AsyncResult<long[]> result : results) {
          assertArrayEquals(there, result.get());
        }
      }
      assertFalse(killer.stop().isEmpty(), "nobody was killed");
    }
  }

  @Test
  void aCancelledTaskThatWritesOneHarmsNoOther() throws Exception {
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1))) {
      for (int i = 0; i < 5; i++) {
        AsyncResult<byte[]> unwanted = pool.applyAsync(() -> new byte[4 * LARGE]);
        unwanted.cancel(true);
        byte[] there = new byte[LARGE + i];
        new Random(i).nextBytes(there);
        assertArrayEquals(there, pool.apply(back -> back, there));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SOCKETPAIR", "PATH"})
  void theyComeBackAsTheyWentByEachTransport(Transport transport) throws Exception {
    PoolOptions options = PoolOptions.defaults().withWorkers(2).withTransport(transport);
    try (Pool pool = Pool.open(options)) {
      List<AsyncResult<int[]>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(
            pool.applyAsync(
                seed -> new Random(seed).ints(LARGE / Integer.BYTES + seed).toArray(), i));
      }
      for (int i = 0; i < 8; i++) {
        int[] expected = new Random(i).ints(LARGE / Integer.BYTES + i).toArray();
        assertArrayEquals(expected, results.get(i).get());
        assertArrayEquals(expected, pool.apply(back -> back, expected));
      }
    }
  }

  @Test
  void theMemoryHasNoFileOnceTheWorkerHasIt() throws Exception {
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1))) {
      int length = pool.apply(array -> array.length, new byte[LARGE]);
      assertEquals(LARGE, length);
      assertEquals(List.of(), laneFiles());
      assertTrue(mappedBytes() > 0, "it is in use");
    }
    await("given back with the worker").atMost(60, SECONDS).until(() -> mappedBytes() == 0);
  }

  private static List<Path> laneFiles() throws IOException {
    Path directory = SegmentDirectory.current().path();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("lanes")).toList();
    }
  }

  /** How much of such memory this process has mapped. */
  private static long mappedBytes() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("/lanes-"))
          .map(line -> line.substring(0, line.indexOf(' ')).split("-"))
          .mapToLong(
              ends -> Long.parseUnsignedLong(ends[1], 16) - Long.parseUnsignedLong(ends[0], 16))
          .sum();
    }
  }
}
