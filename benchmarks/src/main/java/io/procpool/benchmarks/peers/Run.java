package io.procpool.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One measurement: a contestant's program, run for a case.
 *
 * @param pinned whether it and all it starts share one CPU
 */
public record Run(Contestant contestant, String caseName, boolean pinned) {

  /** What a pinned case's name ends with. */
  public static final String PINNED = " (pinned)";

  /**
   * Starts the program and waits until it is warm.
   *
   * @param directory where it works and what it says on stderr is kept meanwhile
   * @param pythonRepeats how many repetitions CPython counts in a turn
   */
  public Turns begin(Path directory, int pythonRepeats) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (pinned) {
      command.addAll(List.of("taskset", "-c", "0"));
    }
    command.addAll(contestant.command(caseName));
    Path errors = directory.resolve(contestant.name() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
    builder.environment().put("REPEATS", Integer.toString(pythonRepeats));
    builder.environment().put("TURNS", "1");
    return Turns.begin(this, builder, errors);
  }

  @Override
  public String toString() {
    return contestant.name() + " " + caseName + (pinned ? PINNED : "");
  }
}
