package io.procpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import io.procpool.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that say what a worker's JVM is like, each seen from within a task. */
class WorkerOptionsTest {

  private static final long HEAP = 48L << 20;

  @TempDir static Path directory;

  private static Pool pool;

  @BeforeAll
  static void openPool() throws IOException {
    Path extra = Files.createDirectory(directory.resolve("extra"));
    Files.writeString(extra.resolve("only-in-workers.txt"), "seen");
    Path work = Files.createDirectory(directory.resolve("work"));
    Files.writeString(work.resolve("here.txt"), "relative");
    pool =
        Pool.open(
            PoolOptions.defaults()
                .withWorkers(2)
                .withName("options of workers")
                .withTransport(Transport.PATH)
                .withJvmOptions("-Dprocpool.test=yes", "-ea:io.procpool...")
                .withMaxHeapBytes(HEAP)
                .withClassPath(classPathWith(extra))
                .withEnvironment(Map.of("PROCPOOL_TEST", "a value = with äöü"))
                .withWorkingDirectory(work));
  }

  private static List<Path> classPathWith(Path extra) {
    String own = System.getProperty("java.class.path");
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(own.split(java.io.File.pathSeparator)).map(Path::of),
            java.util.stream.Stream.of(extra))
        .toList();
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @Test
  void nameIsThePoolsAndItsWorkers() {
    assertEquals("options of workers", pool.name());
    Worker worker = pool.apply(() -> Worker.current().orElseThrow());
    assertEquals("options of workers", worker.poolName());
    assertTrue(
        pool.workers().stream().anyMatch(info -> info.id() == worker.id()),
        "its number is that of a worker");
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("options of workers")));
    assertTrue(Worker.current().isEmpty(), "this process is no worker");
  }

  @Test
  void jvmOptionsArePassedOn() {
    assertEquals("yes", pool.apply(() -> System.getProperty("procpool.test")));
    assertNull(System.getProperty("procpool.test"));
  }

  @Test
  void maxHeapBytesLimitsTheHeap() {
    long max = pool.apply(() -> Runtime.getRuntime().maxMemory());
    assertTrue(max <= HEAP && max > HEAP / 2, "maxMemory=" + max);
  }

  @Test
  void classPathIsTheWorkers() {
    String resource = "/only-in-workers.txt";
    assertNull(WorkerOptionsTest.class.getResource(resource));
    assertEquals(
        "seen",
        pool.apply(() -> {
          try (InputStream in = WorkerOptionsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        }));
  }

  @Test
  void environmentIsSetOverTheParents() {
    assertEquals("a value = with äöü", pool.apply(() -> System.getenv("PROCPOOL_TEST")));
    assertEquals(System.getenv("PATH"), pool.apply(() -> System.getenv("PATH")));
  }

  @Test
  void workingDirectoryIsTheWorkers() {
    assertEquals("relative", pool.apply(() -> Files.readString(Path.of("here.txt"))));
    String expected = directory.resolve("work").toString();
    assertEquals(expected, pool.apply(() -> System.getProperty("user.dir")));
  }

  @Test
  void workersIsTheNumberOfProcesses() {
    Set<Long> pids = new HashSet<>();
    pool.workers().forEach(info -> pids.add(info.pid()));
    pids.add(ProcessHandle.current().pid());
    assertEquals(3, pids.size(), "two processes and this one");
  }

  @Test
  void twoPoolsAreIndependent() {
    try (Pool other = Pool.create(1)) {
      assertNotEquals(pool.name(), other.name());
      assertNull(other.apply(() -> System.getProperty("procpool.test")));
      assertNull(other.apply(() -> System.getenv("PROCPOOL_TEST")));
      assertEquals(
          System.getProperty("user.dir"), other.apply(() -> System.getProperty("user.dir")));
    }
  }
}
