package io.procpool.benchmarks.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.procpool.benchmarks.Figure;
import io.procpool.benchmarks.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One measurement: a contestant's program, run once for a case.
 *
 * @param pinned whether it and all it starts share one CPU
 */
public record Run(Contestant contestant, String caseName, boolean pinned) {

  /** What a pinned case's name ends with. */
  public static final String PINNED = " (pinned)";

  private static final long LIMIT_SECONDS = 180;
  private static final int TAIL_CHARACTERS = 2000;

  /**
   * Runs the program and waits for its figures, at most three minutes.
   *
   * @param directory where it works and its output is kept meanwhile
   * @throws IOException if it fails, gives no figure, or takes too long; it is killed then, and so
   *     are its children
   */
  public List<Figure> measure(Path directory, Mode mode) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (pinned) {
      command.addAll(List.of("taskset", "-c", "0"));
    }
    command.addAll(contestant.command(caseName));
    Path out = directory.resolve("run.out");
    Path err = directory.resolve("run.err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.directory(directory.toFile());
    builder.environment().put("REPEATS", Integer.toString(mode.pythonRepeats()));
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new IOException(this + " took more than " + LIMIT_SECONDS + " s" + tail(err));
    }
    List<Figure> figures = read(out);
    if (process.exitValue() != 0 || figures.isEmpty()) {
      throw new IOException(this + " failed: exitCode=" + process.exitValue() + tail(err));
    }
    return figures;
  }

  private List<Figure> read(Path out) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Figure> figures = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      if (line.startsWith("{")) {
        Figure figure = mapper.readValue(line, Figure.class);
        figures.add(pinned ? figure.named(figure.caseName() + PINNED) : figure);
      }
    }
    return figures;
  }

  private static String tail(Path err) throws IOException {
    String text = Files.readString(err).strip();
    return text.isEmpty()
        ? ""
        : ": " + text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
  }

  @Override
  public String toString() {
    return contestant.name() + " " + caseName + (pinned ? PINNED : "");
  }
}
