package io.procpool.benchmarks.micro;

import static java.util.stream.Collectors.joining;

import io.procpool.benchmarks.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package in JVMs of their own and writes what they gave. */
public final class MicroBenchmarks {

  private static final int WARMUPS = 3;
  private static final int MEASUREMENTS = 5;

  private MicroBenchmarks() {}

  /**
   * Runs benchmarks and writes {@code jmh.txt} and {@code jmh.json}.
   *
   * @param names words of which a benchmark's name must contain one; empty: all benchmarks
   * @param processes how many JVMs measure each benchmark
   * @throws RunnerException if a benchmark failed, or none has such a name; nothing is written
   */
  public static void run(Set<String> names, int processes, Mode mode, Path directory)
      throws RunnerException, IOException {
    var options =
        new OptionsBuilder()
            .include(pattern(names))
            .forks(processes)
            .warmupIterations(WARMUPS)
            .warmupTime(TimeValue.milliseconds(mode.warmMillis()))
            .measurementIterations(MEASUREMENTS)
            .measurementTime(TimeValue.milliseconds(mode.measureMillis()))
            .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow") // JMH's own
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    Files.createDirectories(directory);
    write(results, ResultFormatType.TEXT, directory.resolve("jmh.txt"));
    write(results, ResultFormatType.JSON, directory.resolve("jmh.json"));
    System.out.println("written to " + directory.toAbsolutePath());
  }

  private static String pattern(Set<String> names) {
    String any = names.isEmpty() ? "" : names.stream().collect(joining("|", ".*(", ").*"));
    return "^" + MicroBenchmarks.class.getPackageName().replace(".", "\\.") + "\\." + any;
  }

  private static void write(Collection<RunResult> results, ResultFormatType type, Path file)
      throws IOException {
    try (var out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(type, out).writeOut(results);
      if (out.checkError()) {
        throw new IOException("cannot write " + file);
      }
    }
  }
}
