package io.procpool.runtime.process;

import java.util.Map;

/** Exit codes in words: a code, or minus the number of the signal that ended the process. */
public final class ExitCodes {

  // Linux's numbers on x86-64 and aarch64; those a JVM dies of, or is sent.
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(10, "SIGUSR1"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(12, "SIGUSR2"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(24, "SIGXCPU"),
          Map.entry(25, "SIGXFSZ"),
          Map.entry(31, "SIGSYS"));

  private ExitCodes() {}

  /**
   * What a code of {@link WorkerProcess#waitForExit} means, as the end of a sentence: {@code
   * "exited with code 3"}, {@code "was ended by SIGKILL (9), as the kernel does when memory runs
   * out"}.
   */
  public static String describe(int exitCode) {
    if (exitCode == WorkerProcess.EXIT_UNKNOWN) {
      return "ended with an unknown exit code";
    }
    if (exitCode >= 0) {
      return "exited with code " + exitCode + meaning(exitCode);
    }
    return "was ended by " + signal(-exitCode) + cause(-exitCode);
  }

  /** A signal's name and number, as {@code "SIGSEGV (11)"}. */
  public static String signal(int number) {
    String name = SIGNALS.get(number);
    return name == null ? "signal " + number : name + " (" + number + ")";
  }

  // The JVM handles these signals and exits by itself.
  private static String meaning(int exitCode) {
    return switch (exitCode) {
      case 129, 130, 143 -> " (the JVM's answer to " + signal(exitCode - 128) + ")";
      default -> "";
    };
  }

  private static String cause(int signal) {
    return switch (signal) {
      case 9 -> ", as the kernel does when memory runs out";
      case 6 -> ", as the JVM does after a crash in native code";
      default -> "";
    };
  }
}
