package io.procpool.benchmarks;

import io.procpool.benchmarks.peers.Run;
import io.procpool.benchmarks.peers.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One case, measured by several systems by turns: all are made warm, one after another, and wait;
 * then each gives a figure, and each another. One that fails is left out from there on.
 */
final class Match {

  private final Path directory;
  private final Mode mode;
  private final Consumer<IOException> onFailure;
  private final Map<Run, Turns> playing = new LinkedHashMap<>();
  private final Map<Run, Long> nanos = new LinkedHashMap<>();

  /**
   * Of the runs of one case.
   *
   * @param directory where their programs work
   * @param onFailure is told why one failed
   */
  Match(Path directory, Mode mode, Consumer<IOException> onFailure) {
    this.directory = directory;
    this.mode = mode;
    this.onFailure = onFailure;
  }

  /** Measures the case; the figures of all turns. */
  List<Figure> play(List<Run> runs) throws InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try {
      for (Run run : runs) {
        timed(run, () -> run.begin(directory, mode.pythonRepeats()))
            .ifPresent(turns -> playing.put(run, turns));
      }
      for (int turn = 0; turn < mode.turns(); turn++) {
        for (Map.Entry<Run, Turns> each : List.copyOf(playing.entrySet())) {
          timed(each.getKey(), each.getValue()::next).ifPresent(figures::add);
        }
      }
    } finally {
      end();
    }
    return figures;
  }

  /** How long each has taken, in words. */
  String times() {
    return nanos.entrySet().stream()
        .map(each -> "%s %.1f s".formatted(each.getKey(), each.getValue() / 1e9))
        .collect(Collectors.joining(", "));
  }

  private void end() throws InterruptedException {
    for (Map.Entry<Run, Turns> each : List.copyOf(playing.entrySet())) {
      timed(
          each.getKey(),
          () -> {
            each.getValue().close();
            return true;
          });
    }
  }

  /** A part of a run. */
  @FunctionalInterface
  private interface Part<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> Optional<T> timed(Run run, Part<T> part) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      return Optional.of(part.run());
    } catch (IOException failure) {
      playing.remove(run);
      onFailure.accept(failure);
      return Optional.empty();
    } finally {
      nanos.merge(run, System.nanoTime() - begin, Long::sum);
    }
  }
}
