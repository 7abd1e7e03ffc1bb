package io.procpool.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What tasks leave behind of their runs, whatever becomes of their process: a file for each. */
final class Marks {

  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Marks() {}

  /** A task of about 2 ms that notes its beginning. */
  static int square(String directory, int n) throws IOException {
    long end = System.nanoTime() + WORK_NANOS;
    Files.writeString(
        Path.of(directory, Long.toString(ProcessHandle.current().pid())),
        n + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return n * n;
  }

  static Runs read(Path directory) throws IOException {
    Map<Long, List<Integer>> begun = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        begun.put(
            Long.valueOf(file.getFileName().toString()),
            Files.readAllLines(file).stream().map(Integer::valueOf).toList());
      }
    }
    return new Runs(begun);
  }

  /** Which items each process began, in order. */
  record Runs(Map<Long, List<Integer>> begun) {

    int count() {
      return begun.values().stream().mapToInt(List::size).sum();
    }

    Set<Integer> items() {
      Set<Integer> items = new HashSet<>();
      begun.values().forEach(items::addAll);
      return items;
    }

    /** Items with more runs than one besides those a kill may have cut short. */
    List<Integer> repeatedThoughNotRunningAtAKill(Set<Long> killed) {
      Set<Integer> whole = new HashSet<>();
      List<Integer> repeated = new ArrayList<>();
      begun.forEach((pid, items) -> {
        int surely = killed.contains(pid) ? items.size() - 1 : items.size();
        for (int item : items.subList(0, surely)) {
          if (!whole.add(item)) {
            repeated.add(item);
          }
        }
      });
      return repeated;
    }
  }
}
