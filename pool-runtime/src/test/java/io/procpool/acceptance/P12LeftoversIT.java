package io.procpool.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * P12: after a hundred pools, threads, descriptors, processes and segments are back; so they are
 * after a pool that was dropped, which is warned about.
 */
class P12LeftoversIT {

  private static final int POOLS = 100;
  private static final int LARGE = 1 << 20; // goes through shared memory

  @TempDir Path directory;

  /** What this process has of what pools need. */
  private record Holdings(long threads, long descriptors, long children, long segments) {

    static Holdings now() {
      System.gc(); // segments are unmapped when nobody can use them any more
      return new Holdings(poolThreads(), count("/proc/self/fd"), livingChildren(), mappings());
    }

    /** What is held when earlier pools have gone: their last threads end after they are closed. */
    static Holdings atRest() {
      await()
          .atMost(Gate.LIMIT)
          .untilAsserted(() -> {
            assertEquals(0, poolThreads());
            assertEquals(0, livingChildren());
          });
      return now();
    }

    private static long poolThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().matches(".*(pool|p12).*"))
          .count();
    }

    private static long livingChildren() {
      return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    private static long count(String directory) {
      try (Stream<Path> entries = Files.list(Path.of(directory))) {
        return entries.count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static long mappings() {
      String shared = System.getProperty("procpool.shared.directory");
      try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
        return maps.filter(line -> line.contains(shared)).count() + count(shared);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void awaitBack(Holdings before) {
    await().atMost(Gate.LIMIT).untilAsserted(() -> assertEquals(before, Holdings.now()));
  }

  /** Opens and ends pools in every way there is; prints what is not back. */
  static final class ManyPools {

    public static void main(String[] args) throws Exception {
      PoolOptions options =
          PoolOptions.defaults()
              .withName("p12")
              .withWorkers(1)
              .withTransport(Transport.valueOf(args[0]));
      int pools = Integer.parseInt(args[1]);
      for (int i = 0; i < 5; i++) {
        openAndEnd(options, i); // whatever is made once is made now
      }
      Holdings before = Holdings.atRest();
      for (int i = 0; i < pools; i++) {
        openAndEnd(options, i);
      }
      awaitBack(before);
      System.out.println("back " + before.children());
    }

    private static void openAndEnd(PoolOptions options, int i) throws Exception {
      try (Pool pool = Pool.open(options)) {
        switch (i % 5) {
          case 0 -> {
            byte[] large = pool.apply(bytes -> bytes, new byte[LARGE]);
            assertEquals(LARGE, large.length);
          }
          case 1 -> {
            var _ = pool.submit(P12LeftoversIT::sleep);
            pool.terminate();
          }
          case 2 -> assertEquals(List.of(), pool.shutdownNow());
          case 3 -> assertEquals(1, pool.submit(() -> 1).get());
          default -> pool.shutdown();
        }
      }
    }
  }

  private static boolean sleep() throws InterruptedException {
    Thread.sleep(Gate.LIMIT);
    return true;
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p12AfterAHundredPoolsThreadsDescriptorsProcessesAndSegmentsAreBack(Transport transport)
      throws Exception {
    int pools = transport == Transport.SOCKETPAIR ? POOLS : POOLS / 5;
    try (Program program = new Program(directory, List.of(), ManyPools.class, transport, pools)) {
      assertEquals("0", program.awaitLine("back "));
      program.assertCleanEnd();
    }
  }

  /** Drops a pool in mid-work and goes on until it is noticed. */
  static final class Dropping {

    public static void main(String[] args) {
      Logger logger = Logger.getLogger("io.procpool");
      logger.setUseParentHandlers(false);
      logger.addHandler(new ToStdout());
      try (Pool pool = Pool.create(1)) {
        assertEquals(1, pool.apply(() -> 1));
      }
      Holdings before = Holdings.atRest();
      drop();
      awaitBack(before);
      System.out.println("back " + before.children());
      logger.getHandlers()[0].flush();
    }

    private static void drop() {
      Pool dropped = Pool.open(PoolOptions.defaults().withWorkers(2).withName("p12-dropped"));
      assertEquals(1, dropped.apply(() -> 1));
    }
  }

  /** Where warnings go, as stderr must stay empty. */
  private static final class ToStdout extends Handler {
    @Override
    public void publish(LogRecord logged) {
      System.out.println(logged.getLevel().getName() + " " + logged.getMessage());
    }

    @Override
    public void flush() {
      System.out.flush();
    }

    @Override
    public void close() {}
  }

  @Test
  void p12ADroppedPoolIsCleanedUpAndWarnedAbout() throws Exception {
    try (Program program = new Program(directory, List.of(), Dropping.class)) {
      String warning = program.awaitLine("WARNING ");
      assertTrue(warning.contains("p12-dropped was dropped without being closed"), warning);
      assertEquals("0", program.awaitLine("back "));
      program.assertCleanEnd();
    }
  }
}
