package io.procpool.surroundings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program with options of JVMs in variables, and with agents. */
@ExtendWith(Application.Once.class)
class VariablesIT {

  private static final String DEBUGGER =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=";

  private final Surrounding plain;

  @TempDir Path home;

  VariablesIT(Application application) {
    plain = application.plain();
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -XX:+UseG1GC",
    "JAVA_TOOL_OPTIONS, -XX:+UseParallelGC -Xms64m",
    "JAVA_TOOL_OPTIONS, -XX:+UseSerialGC -Xmx512m",
    "JAVA_TOOL_OPTIONS, -XX:+UseZGC -XX:+AlwaysPreTouch",
    "JAVA_TOOL_OPTIONS, -XX:+UseShenandoahGC",
    "JDK_JAVA_OPTIONS, -XX:+UseZGC -Xmx512m",
    "JDK_JAVA_OPTIONS, -XX:+UseShenandoahGC -Xlog:gc:gc.log",
    "_JAVA_OPTIONS, -XX:+UseParallelGC -Xmx512m",
    "_JAVA_OPTIONS, -XX:+UseG1GC -XX:+UseStringDeduplication",
  })
  void aProgramWorksWithACollectorInAVariable(String variable, String options) throws Exception {
    Machine.assumeCan(Surrounding.ownJdk() + "/bin/java " + options.split(" ")[0] + " -version");
    with(variable, options).worksAndTells("Picked up " + variable + ": " + options);
  }

  @Test
  void aProgramWorksWithOptionsInAllVariablesAtOnce() throws Exception {
    plain
        .shell(
            "export JAVA_TOOL_OPTIONS=-XX:+UseZGC JDK_JAVA_OPTIONS=-Xmx1g",
            "export _JAVA_OPTIONS='-Xmx512m -Dfile.encoding=ISO-8859-1'",
            "exec \"$@\"")
        .run(home)
        .worksAndTells("Picked up ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*:0", "127.0.0.1:0", "fixed"})
  void aProgramWorksWithADebuggerInAVariable(String address) throws Exception {
    String free = address.equals("fixed") ? "127.0.0.1:" + freePort() : address;
    with("JAVA_TOOL_OPTIONS", DEBUGGER + free).worksAndTells("Picked up JAVA_TOOL_OPTIONS: ");
  }

  @Test
  void aProgramWorksWithADebuggerOnIt() throws Exception {
    plain.options(DEBUGGER + "127.0.0.1:0,quiet=y").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksWithAPortForJmx() throws Exception {
    String options =
        "-Dcom.sun.management.jmxremote.port=%d -Dcom.sun.management.jmxremote.authenticate=false"
            + " -Dcom.sun.management.jmxremote.ssl=false";
    with("JDK_JAVA_OPTIONS", options.formatted(freePort()))
        .worksAndTells("Picked up JDK_JAVA_OPTIONS: ");
  }

  @Test
  void aProgramWorksWithAFlightRecordingOfItsOwn() throws Exception {
    with("JAVA_TOOL_OPTIONS", "-XX:StartFlightRecording:filename=program.jfr")
        .worksAndTells("Picked up JAVA_TOOL_OPTIONS: ");
    assertTrue(Files.size(home.resolve("program.jfr")) > 0);
  }

  @Test
  void aProgramWorksWithAnAgentForCoverage() throws Exception {
    String agent = "-javaagent:" + coverageAgent() + "=destfile=coverage.exec";
    plain.options(agent).run(home).worksInSilence();
    assertTrue(Files.size(home.resolve("coverage.exec")) > 0);
  }

  @Test
  void anAgentForCoverageInAVariableSeesTheWorkersToo() throws Exception {
    String agent = "-javaagent:" + coverageAgent() + "=destfile=coverage.exec";
    with("JAVA_TOOL_OPTIONS", agent).worksAndTells("Picked up JAVA_TOOL_OPTIONS: ");
    String classes = Files.readString(home.resolve("coverage.exec"), StandardCharsets.ISO_8859_1);
    assertTrue(classes.contains("io/procpool/worker/WorkerMain"), "classes of workers");
  }

  @Test
  void aProgramWorksWithAssertionsOn() throws Exception {
    plain.options("-ea", "-esa").run(home).worksInSilence();
  }

  private Surrounding.Outcome with(String variable, String options) throws Exception {
    return plain.shell("export " + variable + "='" + options + "'", "exec \"$@\"").run(home);
  }

  private static String coverageAgent() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("org.jacoco.agent-"))
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
