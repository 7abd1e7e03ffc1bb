package io.procpool.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the machine can do at best, by a program in C. */
public final class LimitContestant implements Contestant {

  /** The cases it has, which no other system has. */
  public static final List<String> CASES =
      List.of("socketpair-round-trip-64B", "socketpair-one-way", "shared-memory-copy-64MiB");

  private final Path program;

  private LimitContestant(Path program) {
    this.program = program;
  }

  /** The program, compiled; or empty where there is no {@code cc}. */
  public static Optional<LimitContestant> compile(Path directory)
      throws IOException, InterruptedException {
    if (!Tools.isOnPath("cc")) {
      return Optional.empty();
    }
    Path source = Tools.unpack("limits.c", directory);
    Path program = directory.resolve("limits");
    Process compiler =
        new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("cc cannot compile " + source + ": exitCode=" + compiler.exitValue());
    }
    return Optional.of(new LimitContestant(program));
  }

  @Override
  public String name() {
    return "limit";
  }

  @Override
  public boolean has(String caseName) {
    return CASES.contains(caseName);
  }

  @Override
  public List<String> command(String caseName) {
    return List.of(program.toString(), caseName);
  }
}
