package io.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolOptionsTest {

  private static final PoolOptions DEFAULTS = PoolOptions.defaults();

  @Test
  void defaultsAreAsDocumented() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertEquals(processors, DEFAULTS.workers());
    assertEquals(processors, DEFAULTS.minWorkers());
    assertEquals(0, DEFAULTS.spareWorkers());
    assertEquals(Optional.empty(), DEFAULTS.name());
    assertEquals(Optional.empty(), DEFAULTS.initializer());
    assertEquals(Optional.empty(), DEFAULTS.finalizer());
    assertEquals(List.of(), DEFAULTS.jvmOptions());
    assertEquals(0, DEFAULTS.maxHeapBytes());
    assertEquals(Optional.empty(), DEFAULTS.classPath());
    assertEquals(Map.of(), DEFAULTS.environment());
    assertEquals(Optional.empty(), DEFAULTS.workingDirectory());
    assertEquals(Duration.ZERO, DEFAULTS.taskTimeout());
    assertEquals(Duration.ofSeconds(1), DEFAULTS.graceTime());
    assertEquals(0, DEFAULTS.retries());
    assertEquals(0, DEFAULTS.maxTasksPerWorker());
    assertEquals(0, DEFAULTS.maxWorkerMemory());
    assertEquals(Duration.ofSeconds(60), DEFAULTS.idleTimeout());
    assertEquals(Duration.ofSeconds(60), DEFAULTS.startTimeout());
    assertEquals(Duration.ofSeconds(30), DEFAULTS.startRetry());
    assertEquals(0, DEFAULTS.imapWindow());
    assertEquals(Integer.MAX_VALUE, DEFAULTS.queueCapacity());
    assertEquals(Transport.AUTOMATIC, DEFAULTS.transport());
    assertEquals(false, DEFAULTS.sharedArguments());
    assertEquals(false, DEFAULTS.daemon());
    assertEquals(3, DEFAULTS.maxNesting());
    assertEquals(false, DEFAULTS.mutationCheck());
  }

  @Test
  void withChangesOneOptionOfACopy() {
    PoolOptions four = DEFAULTS.withWorkers(4);
    PoolOptions changed =
        four.withMinWorkers(2)
            .withSpareWorkers(1)
            .withName("n")
            .withJvmOptions("-ea", "-Dx=y")
            .withMaxHeapBytes(64L << 20)
            .withClassPath(List.of(Path.of("a")))
            .withEnvironment(Map.of("K", "V"))
            .withWorkingDirectory(Path.of("d"))
            .withTaskTimeout(Duration.ofSeconds(2))
            .withGraceTime(Duration.ZERO)
            .withRetries(3)
            .withMaxTasksPerWorker(5)
            .withMaxWorkerMemory(6)
            .withIdleTimeout(Duration.ofSeconds(7))
            .withStartTimeout(Duration.ofSeconds(8))
            .withStartRetry(Duration.ZERO)
            .withImapWindow(9)
            .withQueueCapacity(10)
            .withTransport(Transport.PATH)
            .withSharedArguments(true)
            .withDaemon(true)
            .withMaxNesting(11)
            .withMutationCheck(true);
    assertEquals(
        new PoolOptions(
            4,
            2,
            1,
            Optional.of("n"),
            Optional.empty(),
            Optional.empty(),
            List.of("-ea", "-Dx=y"),
            64L << 20,
            Optional.of(List.of(Path.of("a"))),
            Map.of("K", "V"),
            Optional.of(Path.of("d")),
            Duration.ofSeconds(2),
            Duration.ZERO,
            3,
            5,
            6,
            Duration.ofSeconds(7),
            Duration.ofSeconds(8),
            Duration.ZERO,
            9,
            10,
            Transport.PATH,
            true,
            true,
            11,
            true),
        changed);
    assertNotEquals(four, changed);
    assertEquals(4, four.minWorkers(), "the original is as before");
  }

  @Test
  void theMinimumFollowsTheNumberOfWorkers() {
    assertEquals(7, DEFAULTS.withWorkers(7).minWorkers(), "it was equal");
    assertEquals(2, DEFAULTS.withWorkers(7).withMinWorkers(2).withWorkers(9).minWorkers());
    assertEquals(1, DEFAULTS.withWorkers(7).withMinWorkers(2).withWorkers(1).minWorkers());
  }

  @Test
  void collectionsAreCopied() {
    List<Path> classPath = new ArrayList<>(List.of(Path.of("a")));
    Map<String, String> environment = new HashMap<>(Map.of("K", "V"));
    PoolOptions options = DEFAULTS.withClassPath(classPath).withEnvironment(environment);
    classPath.clear();
    environment.clear();
    assertEquals(Optional.of(List.of(Path.of("a"))), options.classPath());
    assertEquals(Map.of("K", "V"), options.environment());
    assertThrows(UnsupportedOperationException.class, () -> options.environment().put("a", "b"));
  }

  /** A change that is refused, and what the refusal names. */
  record Bad(String text, Function<PoolOptions, PoolOptions> change, String... named) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Stream<Bad> badValues() {
    return Stream.of(
        new Bad("no workers", o -> o.withWorkers(0), "workers=0", "1..4096"),
        new Bad("-1 workers", o -> o.withWorkers(-1), "workers=-1"),
        new Bad("5000 workers", o -> o.withWorkers(5000), "workers=5000", "1..4096"),
        new Bad(
            "minWorkers > workers",
            o -> o.withWorkers(2).withMinWorkers(3),
            "minWorkers=3",
            "0..2"),
        new Bad("minWorkers < 0", o -> o.withMinWorkers(-1), "minWorkers=-1"),
        new Bad("spareWorkers < 0", o -> o.withSpareWorkers(-1), "spareWorkers=-1", "0..64"),
        new Bad("65 spareWorkers", o -> o.withSpareWorkers(65), "spareWorkers=65"),
        new Bad("empty name", o -> o.withName(""), "name", "length=0"),
        new Bad("long name", o -> o.withName("x".repeat(101)), "name", "length=101"),
        new Bad("name with a line end", o -> o.withName("a\nb"), "name", "control character"),
        new Bad("maxHeapBytes of 1 MiB", o -> o.withMaxHeapBytes(1 << 20), "maxHeapBytes=1048576"),
        new Bad("maxHeapBytes < 0", o -> o.withMaxHeapBytes(-1), "maxHeapBytes=-1"),
        new Bad(
            "taskTimeout < 0",
            o -> o.withTaskTimeout(Duration.ofNanos(-1)),
            "taskTimeout=PT-0.000000001S"),
        new Bad("graceTime < 0", o -> o.withGraceTime(Duration.ofSeconds(-1)), "graceTime=PT-1S"),
        new Bad("retries < 0", o -> o.withRetries(-1), "retries=-1"),
        new Bad("maxTasksPerWorker < 0", o -> o.withMaxTasksPerWorker(-1), "maxTasksPerWorker=-1"),
        new Bad("maxWorkerMemory < 0", o -> o.withMaxWorkerMemory(-1), "maxWorkerMemory=-1"),
        new Bad("idleTimeout of 0", o -> o.withIdleTimeout(Duration.ZERO), "idleTimeout=PT0S"),
        new Bad("startTimeout of 0", o -> o.withStartTimeout(Duration.ZERO), "startTimeout=PT0S"),
        new Bad(
            "startTimeout < 0",
            o -> o.withStartTimeout(Duration.ofSeconds(-2)),
            "startTimeout=PT-2S"),
        new Bad(
            "startRetry < 0", o -> o.withStartRetry(Duration.ofSeconds(-3)), "startRetry=PT-3S"),
        new Bad("imapWindow < 0", o -> o.withImapWindow(-1), "imapWindow=-1"),
        new Bad("maxNesting < 0", o -> o.withMaxNesting(-1), "maxNesting=-1"),
        new Bad("maxNesting > 100", o -> o.withMaxNesting(101), "maxNesting=101"),
        new Bad("queueCapacity of 0", o -> o.withQueueCapacity(0), "queueCapacity=0"),
        new Bad(
            "environment without a name",
            o -> o.withEnvironment(Map.of("", "v")),
            "environment",
            "\"\""),
        new Bad(
            "environment name with =",
            o -> o.withEnvironment(Map.of("a=b", "v")),
            "environment",
            "\"a=b\""),
        new Bad(
            "environment value with NUL",
            o -> o.withEnvironment(Map.of("a", "v\0")),
            "environment",
            "\"a\""),
        new Bad("jvmOption with NUL", o -> o.withJvmOptions("-Da=\0"), "jvmOptions", "NUL"),
        new Bad("empty jvmOption", o -> o.withJvmOptions("-ea", ""), "jvmOptions", "empty"));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void aBadValueIsRefusedByNameValueAndRange(Bad bad) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> bad.change.apply(DEFAULTS));
    for (String named : bad.named) {
      assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
  }

  @Test
  void nullIsRefusedByName() {
    List<Function<PoolOptions, PoolOptions>> changes =
        List.of(
            o -> o.withInitializer((TaskAction) null),
            o -> o.withInitializer((TaskAction.Of1<String>) null, ""),
            o -> o.withFinalizer(null),
            o -> o.withClassPath(null),
            o -> o.withEnvironment(null),
            o -> o.withWorkingDirectory(null),
            o -> o.withTaskTimeout(null),
            o -> o.withGraceTime(null),
            o -> o.withIdleTimeout(null),
            o -> o.withStartTimeout(null),
            o -> o.withName(null),
            o -> o.withTransport(null));
    for (Function<PoolOptions, PoolOptions> change : changes) {
      NullPointerException thrown =
          assertThrows(NullPointerException.class, () -> change.apply(DEFAULTS));
      assertTrue(thrown.getMessage().length() > 3, thrown.getMessage());
    }
    assertThrows(NullPointerException.class, () -> DEFAULTS.withJvmOptions((String) null));
  }

  @Test
  void createRefusesLessThanOneWorker() {
    assertThrows(IllegalArgumentException.class, () -> Pool.create(0));
    assertThrows(IllegalArgumentException.class, () -> Pool.create(-1));
  }
}
