package io.procpool.surroundings.chaos;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process has, at rest. */
record Rest(List<String> threads, long descriptors, Set<String> files, long children, long heap) {

  private static final long HEAP_SLACK = 32L << 20;

  /** Threads of the JDK that stay for a while when they have nothing to do. */
  private static final List<String> JDKS =
      List.of("ForkJoinPool-", "VirtualThread", "process reaper", "Read-Poller", "Write-Poller");

  private static final Path SHARED = Path.of("/dev/shm");

  static Rest now() throws IOException {
    System.gc();
    return new Rest(
        threadNames(),
        list(Path.of("/proc/self/fd")).size(),
        ownFiles(),
        ProcessHandle.current().descendants().count(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  private static List<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> JDKS.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }

  /** The files of this process in shared memory. */
  private static Set<String> ownFiles() throws IOException {
    String own = ProcessHandle.current().pid() + "-";
    Set<String> files = new TreeSet<>();
    for (Path user : list(SHARED)) {
      if (user.getFileName().toString().startsWith("procpool-") && Files.isDirectory(user)) {
        for (Path home : list(user)) {
          if (home.getFileName().toString().startsWith(own)) {
            list(home).stream().map(Path::toString).collect(Collectors.toCollection(() -> files));
          }
        }
      }
    }
    return files;
  }

  /** Waits until there is no more than this; says what is, if there is in the end. */
  String awaitNoMore(Duration limit) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    String more;
    do {
      more = moreIn(now());
      if (more.isEmpty()) {
        return more;
      }
      Thread.sleep(200);
    } while (System.nanoTime() < end);
    return more;
  }

  private String moreIn(Rest later) {
    StringBuilder more = new StringBuilder();
    if (later.threads.size() > threads.size()) {
      more.append("threads: ").append(later.threads).append(" before: ").append(threads);
    }
    if (later.descriptors > descriptors) {
      more.append(" descriptors: ").append(later.descriptors).append(" before: ");
      more.append(descriptors);
    }
    if (later.files.size() > files.size()) {
      more.append(" files: ").append(later.files).append(" before: ").append(files);
    }
    if (later.children > children) {
      more.append(" children: ").append(later.children);
    }
    if (later.heap > heap + HEAP_SLACK) {
      more.append(" heap: ").append(later.heap).append(" before: ").append(heap);
    }
    return more.toString();
  }
}
