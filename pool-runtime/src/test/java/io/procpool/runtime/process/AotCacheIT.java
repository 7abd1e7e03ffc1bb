package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolOptions;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes caches for real; needs procpool as jars. */
@Timeout(300)
final class AotCacheIT {

  @TempDir Path directory;

  @Test
  void cacheIsMadeByARealWorkerAndAcceptedWithAnApplicationBehindThePrefix() throws Exception {
    AotCache cache = new AotCache(directory, new BuildNow());
    List<Path> prefix = ClassPath.of(Optional.of(List.of())).prefix();
    List<String> options = new ArrayList<>(WorkerFlags.of(PoolOptions.defaults(), 4));
    assertEquals(List.of(), cache.flags(prefix, options));

    options.addAll(List.of("-ea", "-Dsome.property=1", "-Xmx64m"));
    List<String> use = cache.flags(prefix, options);
    assertTrue(use.getFirst().startsWith("-XX:AOTCache=" + directory), use::toString);
    // With AOTMode=on a JVM that rejects its cache does not start.
    List<String> words = new ArrayList<>(List.of(JvmCommand.java().toString()));
    words.addAll(use);
    words.addAll(options);
    words.addAll(List.of("-XX:AOTMode=on", "-cp", ClassPath.of(Optional.empty()).joined()));
    words.add(SayOkMain.class.getName());
    assertEquals("0 ok\n", run(words));
    assertEquals(List.of(), left("procpool-build-"));
  }

  @Test
  void packagesOpenedByOptionGetACacheOfTheirOwn() throws Exception {
    AotCache cache = new AotCache(directory, new BuildNow());
    List<Path> prefix = ClassPath.of(Optional.of(List.of())).prefix();
    List<String> options = new ArrayList<>(WorkerFlags.of(PoolOptions.defaults(), 4));
    options.addAll(List.of("--add-opens", "java.base/java.util=ALL-UNNAMED"));
    cache.flags(prefix, options);
    List<String> words = new ArrayList<>(List.of(JvmCommand.java().toString()));
    words.addAll(cache.flags(prefix, options));
    words.addAll(options);
    words.addAll(List.of("-XX:AOTMode=on", "-cp", ClassPath.of(Optional.empty()).joined()));
    words.add(SayOkMain.class.getName());
    assertTrue(words.get(1).startsWith("-XX:AOTCache="), words::toString);
    assertEquals("0 ok\n", run(words));
  }

  @Test
  void damagedForeignOrMissingCacheIsIgnoredInSilence() throws Exception {
    Path garbage = Files.writeString(directory.resolve("x.aot"), "no cache".repeat(1000));
    for (Path file : List.of(garbage, directory, directory.resolve("none"))) {
      List<String> words = new ArrayList<>(List.of(JvmCommand.java().toString()));
      words.addAll(AotCache.use(file));
      words.addAll(List.of("-cp", ClassPath.of(Optional.empty()).joined()));
      words.add(SayOkMain.class.getName());
      assertEquals("0 ok\n", run(words));
    }
  }

  @Test
  void whileAnotherProcessMakesOneNothingIsDone() throws Exception {
    try (FileChannel lock =
        FileChannel.open(
            directory.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      assertFalse(AotBuilder.buildNow(directory, "x", List.of()));
    }
    assertEquals(List.of(), left("x"));
  }

  @Test
  void failureIsMarkedAndLeavesNothingElse() throws Exception {
    assertFalse(AotBuilder.buildNow(directory, "x", List.of("-XX:+NoSuchOption")));
    assertEquals(List.of(AotCache.mark(directory, "x")), left("x"));
    assertEquals(List.of(), left("procpool-build-"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9"})
  void makingEndsWithTheProgramThatAskedForIt(String exitCode) throws Exception {
    List<String> words =
        List.of(
            JvmCommand.java().toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ClassPath.of(Optional.empty()).joined(),
            LeaveWhileMakingMain.class.getName(),
            directory.toString(),
            exitCode);
    String output = run(words);
    assertTrue(output.startsWith(exitCode + " "), output);
    List<Long> pids = output.substring(2).lines().map(Long::parseLong).toList();
    assertFalse(pids.isEmpty());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    assertEquals(List.of(), left("x"), "neither made nor taken for impossible");
  }

  private List<Path> left(String prefix) throws Exception {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** Exit code and all output. */
  private static String run(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }

  /** Builds at once and in the caller's thread. */
  private static final class BuildNow extends AotBuilder {
    @Override
    void build(Path into, String name, List<String> options, Runnable givenUp) {
      try {
        assertTrue(buildNow(into, name, options), "no cache was made");
      } catch (java.io.IOException | InterruptedException failed) {
        throw new AssertionError(failed);
      }
    }
  }

  /** Shows that a JVM starts and prints nothing else. */
  public static final class SayOkMain {
    private SayOkMain() {}

    public static void main(String[] args) {
      System.out.println("ok");
    }
  }

  /** Leaves as soon as the processes that make a cache are there, and tells which. */
  public static final class LeaveWhileMakingMain {
    private LeaveWhileMakingMain() {}

    public static void main(String[] args) {
      new AotBuilder().build(Path.of(args[0]), "x", List.of(), () -> {});
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> ProcessHandle.current().descendants().count() >= 2);
      ProcessHandle.current().descendants().forEach(process -> System.out.println(process.pid()));
      if (args[1].equals("0")) {
        System.exit(0);
      }
      Runtime.getRuntime().halt(9); // as if killed: no hook runs
    }
  }
}
