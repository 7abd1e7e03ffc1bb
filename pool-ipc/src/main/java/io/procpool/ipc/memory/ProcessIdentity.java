package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process told from every other, also from a later one with the same pid.
 *
 * <p>On Linux the start time is field 22 of {@code /proc/PID/stat} (see proc_pid_stat(5)), in clock
 * ticks since boot; elsewhere it is {@link ProcessHandle.Info#startInstant} in hundredths of a
 * second since 1970.
 *
 * @param pid its process id, in {@code /proc} where there is one; below 2^22 (Linux's own limit)
 * @param start when it started, in hundredths of a second or clock ticks, below 2^40
 */
public record ProcessIdentity(long pid, long start) {

  private static final int PID_BITS = 22;
  private static final int START_BITS = 40;
  private static final Path PROC = Path.of("/proc");
  private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));

  private static volatile @Nullable ProcessIdentity current;

  /** Checks the ranges. */
  public ProcessIdentity {
    if (!inRange(pid, start)) {
      throw new IllegalArgumentException("not a process: pid=" + pid + " start=" + start);
    }
  }

  /**
   * This process.
   *
   * @throws SharedResourceException if it cannot be told now, as without a free descriptor; a later
   *     call may succeed
   */
  public static ProcessIdentity current() {
    ProcessIdentity known = current;
    if (known == null) {
      try {
        long pid = PidNamespace.pid();
        known = look(pid).orElseThrow(() -> new IOException("no process: pid=" + pid));
      } catch (IOException e) {
        throw new SharedResourceException(
            "this process cannot read when it started: pid=%d cause=%s"
                .formatted(ProcessHandle.current().pid(), e.getMessage()),
            e);
      }
      current = known;
    }
    return known;
  }

  /** The process of that pid and start time, living or not; none has them if out of range. */
  static Optional<ProcessIdentity> of(long pid, long start) {
    return inRange(pid, start) ? Optional.of(new ProcessIdentity(pid, start)) : Optional.empty();
  }

  /** Whether surely no process has this pid now, but for a zombie. */
  public static boolean isFree(long pid) {
    try {
      return look(pid).isEmpty();
    } catch (IOException e) {
      return false; // nothing is known of it
    }
  }

  /** The identity that {@link #packed} packed. */
  public static ProcessIdentity unpacked(long packed) {
    return new ProcessIdentity(
        packed & ((1L << PID_BITS) - 1), packed >>> PID_BITS & ((1L << START_BITS) - 1));
  }

  /** This identity in the low 62 bits of a long: pid in the low 22, start above; never 0. */
  public long packed() {
    return start << PID_BITS | pid;
  }

  /**
   * Whether the process still runs; false only if it has surely ended. Where that cannot be told,
   * as without a free descriptor, it may still run. Costs one small file read (10 to 20 us on
   * Linux); blocks no longer.
   */
  public boolean isAlive() {
    try {
      return look(pid).filter(now -> now.start == start).isPresent();
    } catch (IOException e) {
      return true; // nothing is known of it
    }
  }

  private static boolean inRange(long pid, long start) {
    return pid >= 1 && pid < 1L << PID_BITS && start >= 0 && start < 1L << START_BITS;
  }

  /**
   * The living process that has this pid now, if there is one; a zombie is not living.
   *
   * @throws IOException if that cannot be told
   */
  static Optional<ProcessIdentity> look(long pid) throws IOException {
    return HAS_PROC ? fromProc(pid) : fromHandle(pid);
  }

  private static Optional<ProcessIdentity> fromProc(long pid) throws IOException {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      byte[] stat = Files.readAllBytes(process.resolve("stat"));
      return parse(pid, new String(stat, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // It may have ended while its file was read (ESRCH). The file system says so for certain
      // (ENOENT), and needs no descriptor for that.
      if (Files.notExists(process)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The fields after the command's name, which may itself contain blanks and parentheses. */
  static Optional<ProcessIdentity> parse(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
    boolean ended = fields[0].equals("Z") || fields[0].equals("X");
    // A leader that left its other threads running shows as a zombie, too.
    boolean alone = Long.parseLong(fields[17]) <= 1;
    return ended && alone
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[19])));
  }

  private static Optional<ProcessIdentity> fromHandle(long pid) throws IOException {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (handle.isEmpty()) {
      return Optional.empty();
    }
    Instant start =
        handle
            .get()
            .info()
            .startInstant()
            .orElseThrow(() -> new IOException("no start time: pid=" + pid));
    return Optional.of(new ProcessIdentity(pid, start.toEpochMilli() / 10));
  }
}
