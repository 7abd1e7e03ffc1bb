package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * P17: what workers print reaches the parent's stdout and stderr whole lines at a time; a task that
 * reads System.in, or starts a program that reads its stdin, sees end of file.
 */
class P17OutputIT {

  private static final int TASKS = 6;
  private static final int LINES = 300;

  /** A writer's line: who, its number, how many letters, the letters. */
  private static final Pattern LINE = Pattern.compile("(out|err) (\\d+) (\\d+) (\\d+) (z*)");

  @TempDir Path directory;

  /** Several workers that print much at once, a line in one piece or in many. */
  static final class Chatty {

    public static void main(String[] args) {
      PoolOptions options =
          PoolOptions.defaults().withWorkers(3).withTransport(Transport.valueOf(args[0]));
      try (Pool pool = Pool.open(options)) {
        for (int task = 0; task < TASKS; task++) {
          int number = task;
          pool.execute(() -> {
            write(System.out, "out " + number);
            write(System.err, "err " + number);
          });
        }
      }
      System.out.println("end of the parent");
    }

    private static void write(PrintStream to, String who) {
      StringBuilder several = new StringBuilder();
      for (int i = 0; i < LINES; i++) {
        int letters = i * 37 % 3900;
        String line = who + " " + i + " " + letters + " " + "z".repeat(letters);
        switch (i % 3) {
          case 0 -> to.println(line);
          case 1 -> {
            to.print(line.substring(0, 5));
            to.print(line.substring(5));
            to.println();
          }
          default -> several.append(line).append('\n');
        }
        if (i % 10 == 9) {
          to.print(several);
          several.setLength(0);
        }
      }
      to.print(several + "a last word without a line end");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p17LinesOfSeveralWorkersAreNotMixed(Transport transport) throws Exception {
    try (Program program = new Program(directory, List.of(), Chatty.class, transport)) {
      assertEquals(0, program.awaitExit());
      assertWholeLines("out", program.out());
      assertWholeLines("err", program.err());
      assertTrue(program.out().getLast().endsWith("end of the parent"), "after all last words");
    }
  }

  private static void assertWholeLines(String stream, List<String> lines) {
    Map<String, Integer> next = new TreeMap<>();
    for (String line : lines) {
      String rest = line.replace("a last word without a line end", "");
      Matcher whole = LINE.matcher(rest);
      if (whole.matches()) {
        assertEquals(stream, whole.group(1));
        assertEquals(Integer.parseInt(whole.group(4)), whole.group(5).length(), "a torn line");
      } else {
        assertTrue(
            rest.isEmpty() || rest.equals("end of the parent"),
            () -> "mixed: " + line.replaceAll("z+", "z.."));
        continue;
      }
      next.merge(whole.group(2), 1, Integer::sum);
    }
    assertEquals(TASKS, next.size());
    next.forEach((task, count) -> assertEquals(LINES, count, "lines of task " + task));
  }

  /** Tasks that ask for input. */
  static final class Asking {

    public static void main(String[] args) {
      PoolOptions options =
          PoolOptions.defaults().withWorkers(1).withTransport(Transport.valueOf(args[0]));
      try (Pool pool = Pool.open(options)) {
        System.out.println("read=" + pool.apply(() -> System.in.read()));
        System.out.println(
            "scanner=" + pool.apply(() -> new java.util.Scanner(System.in).hasNext()));
        System.out.println("child=" + pool.apply(() -> childOfTask("exec cat >/dev/null 2>&1")));
        byte[] large = new byte[3_000_000];
        System.out.println(
            "large="
                + pool.apply(
                    bytes -> {
                      int code = childOfTask("exec head -c 1000000 >/dev/null 2>&1");
                      return bytes.length + "," + (code == 0 || code == 1);
                    },
                    large));
        System.out.println("after=" + pool.apply(() -> 1));
        System.out.println("deaths=" + pool.statistics().lostTasks());
      }
    }

    private static int childOfTask(String command) throws Exception {
      return new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p17InputOfATaskIsAtItsEnd(Transport transport) throws Exception {
    try (Program program = new Program(directory, List.of(), Asking.class, transport)) {
      program.assertCleanEnd();
      assertEquals("-1", program.awaitLine("read="));
      assertEquals("false", program.awaitLine("scanner="));
      assertTrue(program.awaitLine("child=").matches("[01]"));
      assertEquals("3000000,true", program.awaitLine("large="));
      assertEquals("1", program.awaitLine("after="));
      assertEquals("0", program.awaitLine("deaths="));
    }
  }
}
