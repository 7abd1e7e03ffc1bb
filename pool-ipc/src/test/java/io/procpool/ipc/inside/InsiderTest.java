package io.procpool.ipc.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each in a JVM of its own, which says nothing on stderr. */
class InsiderTest {

  private static final String OPENED =
      "open before false, right true, full true, everything false, by us true";

  @TempDir Path directory;

  private String onClassPath(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(InsiderMain.class.getName());
    return run(command);
  }

  /** The test's classes become a part of the module that they test. */
  private String onModulePath(String... options) throws Exception {
    Predicate<String> tests = entry -> entry.endsWith("test-classes");
    List<String> entries =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    String ours = entries.stream().filter(tests).findFirst().orElseThrow();
    List<String> command = new ArrayList<>(List.of(options));
    command.add("-p");
    command.add(String.join(File.pathSeparator, entries.stream().filter(tests.negate()).toList()));
    command.add("--patch-module=io.procpool.ipc=" + ours);
    command.addAll(List.of("-m", "io.procpool.ipc/" + InsiderMain.class.getName()));
    return run(command);
  }

  private String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(arguments);
    Path stderr = directory.resolve("stderr");
    Process process = new ProcessBuilder(command).redirectError(stderr.toFile()).start();
    try {
      process.getOutputStream().close();
      String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("", Files.readString(stderr));
      assertEquals(0, process.waitFor());
      return stdout;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nativeAccessIsAMeans() throws Exception {
    assertEquals(OPENED, onClassPath("--enable-native-access=ALL-UNNAMED", "-Xcheck:jni"));
  }

  @Test
  void nativeAccessOfOurModuleIsAMeans() throws Exception {
    assertEquals(OPENED, onModulePath("--enable-native-access=io.procpool.ipc", "-Xcheck:jni"));
  }

  @Test
  void exportedPackagesAreAMeans() throws Exception {
    String exports = "--add-exports=java.base/jdk.internal.access=";
    assertEquals(OPENED, onClassPath(exports + "ALL-UNNAMED", "--illegal-native-access=deny"));
    assertEquals(OPENED, onModulePath(exports + "io.procpool.ipc", "--illegal-native-access=deny"));
  }

  @Test
  void anOpenedPackageOfTheJdksLookupIsAMeans() throws Exception {
    assertEquals(OPENED, onClassPath("--add-opens=java.base/java.lang.invoke=ALL-UNNAMED"));
  }

  @Test
  void withoutMeansNothingIsReached() throws Exception {
    assertEquals("closed, lookup null", onClassPath());
    assertEquals("closed, lookup null", onModulePath());
  }

  @Test
  void adviceSaysWhatToWrite() {
    String advice = Insider.advice();
    for (String words :
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports java.base/jdk.internal.access=ALL-UNNAMED",
            "--add-exports java.base/jdk.internal.reflect=ALL-UNNAMED",
            "Enable-Native-Access: ALL-UNNAMED")) {
      assertTrue(advice.contains(words), advice);
    }
  }
}
