package io.procpool.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The group of processes whose memory the kernel limits together (cgroup), such as a container's,
 * to which this process and its children belong. Reads files only, a few microseconds each.
 *
 * @param events the file that counts what happened
 * @param limit the file with the limit in bytes
 */
public record MemoryGroup(Path events, Path limit) {

  private static final Path MOUNTED = Path.of("/sys/fs/cgroup");
  private static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");
  private static final String KILLS = "oom_kill ";

  /** This process's; empty where the system has none, or does not show it. */
  public static Optional<MemoryGroup> current() {
    return find(MEMBERSHIP, MOUNTED);
  }

  static Optional<MemoryGroup> find(Path membership, Path mounted) {
    try {
      for (String line : Files.readAllLines(membership)) {
        String[] parts = line.split(":", 3); // number : controllers : path
        if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
          return in(
              mounted.resolve("memory"), parts[2], "memory.oom_control", "memory.limit_in_bytes");
        }
      }
      for (String line : Files.readAllLines(membership)) {
        if (line.startsWith("0::")) {
          return in(mounted, line.substring(3), "memory.events", "memory.max");
        }
      }
    } catch (IOException noGroups) {
      // Not Linux, or /proc is not mounted.
    }
    return Optional.empty();
  }

  // In a container the path may be the host's, and the group the mounted root.
  private static Optional<MemoryGroup> in(Path root, String path, String events, String limit) {
    for (Path group : List.of(root.resolve(path.replaceFirst("^/+", "")), root)) {
      if (Files.isReadable(group.resolve(events))) {
        return Optional.of(new MemoryGroup(group.resolve(events), group.resolve(limit)));
      }
    }
    return Optional.empty();
  }

  /** How many processes of it the kernel has killed for want of memory so far; empty if unknown. */
  public OptionalLong kills() {
    try {
      return Files.readAllLines(events).stream()
          .filter(line -> line.startsWith(KILLS))
          .mapToLong(line -> Long.parseLong(line.substring(KILLS.length()).strip()))
          .findFirst();
    } catch (IOException gone) {
      return OptionalLong.empty();
    }
  }

  /** The limit in words: {@code "160 MiB"}, or {@code "unlimited"}. */
  public String limitText() {
    try {
      String text = Files.readString(limit).strip();
      long mebibytes = text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text) >> 20;
      return mebibytes > 1L << 40 ? "unlimited" : mebibytes + " MiB";
    } catch (IOException | NumberFormatException unknown) {
      return "unknown";
    }
  }
}
