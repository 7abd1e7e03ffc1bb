package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.TaskFunction;
import io.procpool.Transport;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * P18, as a program: what holds in the parent and changes what code means holds in its children.
 */
class P18InheritanceIT {

  @TempDir Path directory;

  /** What a JVM is, in one line. */
  private static String self() {
    List<String> collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .toList();
    return collectors.getFirst().split(" ")[0]
        + " tool="
        + System.getProperty("from.tool")
        + " launcher="
        + System.getProperty("from.launcher")
        + " strong="
        + System.getProperty("from.strong")
        + " variable="
        + System.getenv("JAVA_TOOL_OPTIONS")
        + " asserts="
        + P18InheritanceIT.class.desiredAssertionStatus();
  }

  private static String defaults() {
    return Locale.getDefault()
        + " "
        + Locale.getDefault(Locale.Category.DISPLAY)
        + " "
        + Locale.getDefault(Locale.Category.FORMAT)
        + " "
        + TimeZone.getDefault().getID()
        + " "
        + TimeZone.getDefault().getRawOffset();
  }

  interface Speaker {
    String ask(TaskFunction<Integer, String> what) throws Exception;
  }

  /** Prints what a worker, a process and a manager say. */
  static void printAll(TaskFunction<Integer, String> what, Transport transport) throws Exception {
    System.out.println("parent " + what.apply(0));
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1).withTransport(transport))) {
      System.out.println("worker " + pool.apply(what, 0));
    }
    JvmProcess process = JvmProcess.start(() -> System.out.println("process " + what.apply(0)));
    process.join();
    ManagerOptions options =
        ManagerOptions.defaults().withType(Speaker.class, () -> (Speaker) asked -> asked.apply(0));
    try (Manager manager = Manager.start(options)) {
      System.out.println("manager " + manager.create(Speaker.class).ask(what));
    }
  }

  /** A program under variables with options. */
  static final class Options {
    public static void main(String[] args) throws Exception {
      ClassLoader.getSystemClassLoader().setDefaultAssertionStatus(true); // as Surefire does
      printAll(_ -> self(), Transport.valueOf(args[0]));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p18OptionsInVariablesHoldInChildrenAndAreNotToldOnStderr(Transport transport)
      throws Exception {
    String tools =
        "-Dfrom.tool='a b' -XX:+UseParallelGC -Xmx300m"
            + " -Dcom.sun.management.jmxremote.port=0"
            + " -Dcom.sun.management.jmxremote.authenticate=false"
            + " -Dcom.sun.management.jmxremote.ssl=false"
            + " -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";
    Map<String, String> variables =
        Map.of(
            "JAVA_TOOL_OPTIONS", tools,
            "JDK_JAVA_OPTIONS", "-Dfrom.launcher=\"c d\"",
            "_JAVA_OPTIONS", "-Dfrom.strong=e");
    try (Program program =
        new Program(variables, directory, List.of("-XX:-UseSerialGC"), Options.class, transport)) {
      assertEquals(0, program.awaitExit(), () -> program.out() + " " + program.err());
      List<String> picked =
          program.err().stream().filter(line -> !line.contains("Picked up ")).toList();
      assertEquals(List.of(), picked, "stderr");
      assertEquals(3, program.err().size(), () -> "the parent's alone: " + program.err());
      assertEquals(4, program.out().size(), program.out()::toString);
      String expected = "PS tool=a b launcher=c d strong=e variable=" + tools + " asserts=true";
      for (String line : program.out()) {
        assertEquals(expected, line.substring(line.indexOf(' ') + 1), line);
      }
    }
  }

  /** A program that sets defaults. */
  static final class Defaults {
    public static void main(String[] args) throws Exception {
      Locale.setDefault(Locale.forLanguageTag(args[0]));
      Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ja-JP-u-ca-japanese"));
      TimeZone.setDefault(
          args[1].equals("own")
              ? new SimpleTimeZone(1_234_000, "own", 2, -1, 1, 0, 9, -1, 1, 0)
              : TimeZone.getTimeZone(args[1]));
      printAll(_ -> defaults(), Transport.AUTOMATIC);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE Asia/Tokyo", "en own", "zh-Hant-TW GMT+03:07", "und UTC"})
  void p18DefaultsThatTheProgramHasSetHoldInChildren(String set) throws Exception {
    Map<String, String> variables = Map.of("LC_ALL", "C.UTF-8", "TZ", "America/Lima");
    try (Program program =
        new Program(variables, directory, List.of(), Defaults.class, (Object[]) set.split(" "))) {
      program.assertCleanEnd();
      assertEquals(4, program.out().size(), program.out()::toString);
      String parents = program.out().getFirst().substring("parent ".length());
      for (String line : program.out()) {
        assertTrue(line.endsWith(" " + parents), program.out()::toString);
      }
    }
  }

  /** Which options of its own a manager has. */
  static final class ManagersOptions {
    public static void main(String[] args) throws Exception {
      ManagerOptions options =
          ManagerOptions.defaults()
              .withJvmOptions("-XX:+UseG1GC", "-Dfrom.strong=own")
              .withType(Speaker.class, () -> (Speaker) asked -> asked.apply(0));
      try (Manager manager = Manager.start(options)) {
        System.out.println(manager.create(Speaker.class).ask(_ -> self()));
      }
    }
  }

  @Test
  void p18AManagerHasTheJvmOptionsItIsGiven() throws Exception {
    try (Program program = new Program(directory, List.of(), ManagersOptions.class)) {
      program.assertCleanEnd();
      String line = program.out().getFirst();
      assertTrue(line.startsWith("G1 ") && line.contains("strong=own"), line);
    }
  }
}
