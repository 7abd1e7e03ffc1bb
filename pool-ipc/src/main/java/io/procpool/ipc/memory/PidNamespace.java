package io.procpool.ipc.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The numbering of processes that this process sees (pid_namespaces(7)): that of {@code /proc}. A
 * container has one of its own, and may share a directory with others: a pid in a file's name means
 * nothing to them. Where a namespace has no {@code /proc} of its own, its processes go by the pids
 * that they have outside.
 */
public final class PidNamespace {

  private static final Path SELF = Path.of("/proc/self");

  /** The first process of the namespace that {@code /proc} shows. */
  private static final Path FIRST = Path.of("/proc/1");

  /** Of the first namespace of a Linux kernel: PROC_PID_INIT_INO in its proc_ns.h. */
  private static final String FIRST_NUMBER = "4026531836";

  private static final String SUFFIX = suffixOf(link());

  private PidNamespace() {}

  /**
   * What follows a pid in the name of a file, so that only processes that see the pid take it for
   * theirs: empty in a system's first namespace, else a hyphen and the namespace's number.
   */
  public static String suffix() {
    return SUFFIX;
  }

  /**
   * The pid by which others know this process.
   *
   * @throws IOException if it cannot be told now, as without a free descriptor
   */
  public static long pid() throws IOException {
    return Files.exists(SELF, LinkOption.NOFOLLOW_LINKS)
        ? Long.parseLong(Files.readSymbolicLink(SELF).toString())
        : ProcessHandle.current().pid();
  }

  private static String link() {
    try {
      boolean own = pid() == ProcessHandle.current().pid();
      return Files.readSymbolicLink((own ? SELF : FIRST).resolve("ns/pid")).toString();
    } catch (IOException none) {
      return ""; // a system without namespaces, or another user's first process
    }
  }

  static String suffixOf(String link) {
    String number = link.replaceAll("\\D", "");
    return number.isEmpty() || number.equals(FIRST_NUMBER) ? "" : "-" + number;
  }
}
