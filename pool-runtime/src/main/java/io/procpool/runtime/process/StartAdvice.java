package io.procpool.runtime.process;

import io.procpool.WorkerDiedException.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about a JVM that does not start, by what it said; whether to wait is enough. */
public final class StartAdvice {

  private static final int MAX_WORD = 200;

  /** Signals that a process gets for what it did itself: ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS. */
  private static final Set<Integer> CRASHES = Set.of(4, 5, 6, 7, 8, 11, 31);

  /** Exit codes of a JVM that was told to end from outside: by HUP, INT, TERM. */
  private static final Set<Integer> TOLD_TO_END = Set.of(129, 130, 143);

  private record Rule(Pattern says, String advice, boolean mayPass) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "Could not find or load main class io\\.procpool\\.worker|NoClassDefFoundError:"
                  + " io/procpool/worker",
              "pool-worker's jar is not on the child's class path: add io.procpool:pool-worker to"
                  + " this program's class path"),
          rule(
              "Module io\\.procpool\\.worker not found",
              "pool-worker is not among this program's modules: add io.procpool:pool-worker to its"
                  + " module path, or io.procpool.worker to jlink's --add-modules"),
          passing(
              "EAGAIN|Resource temporarily unavailable|unable to create (new )?native thread",
              "a limit on processes or threads is reached (ulimit -u, pids.max): raise it, or use"
                  + " fewer workers"),
          passing(
              "insufficient memory|Cannot allocate memory|ENOMEM|[Oo]ut of memory|oom_kill",
              "there is too little memory: use fewer workers or a smaller withMaxHeapBytes"),
          rule(
              "Could not reserve",
              "there is too little memory: use fewer workers or a smaller withMaxHeapBytes"),
          passing(
              "ENOSPC|EDQUOT|No space left|Disk quota exceeded",
              "a file system is full or over its quota: make room there, or set java.io.tmpdir or"
                  + " -Dprocpool.shared.directory to a directory that has room"),
          passing(
              "EMFILE|ENFILE|Too many open files",
              "a limit on open files is reached (ulimit -n): raise it, or use fewer workers"),
          rule(
              "Module [\\w.]+ not found|FindException|ResolutionException",
              "a child has the modules of this program's module path and run-time image: add the"
                  + " module to one of them, or leave it out of --add-modules"),
          rule(
              "Address already in use|bind failed",
              "an agent among the JVM options wants a port that one process alone can have: leave"
                  + " it out of withJvmOptions"),
          rule(
              "Error opening zip file or JAR manifest missing|agent library failed|Could not find"
                  + " agent library|processing of -javaagent failed",
              "an agent among the JVM options does not load: correct its path or leave it out"),
          rule(
              "Unrecognized (VM )?option|Unrecognized option|Invalid .*(size|value|option)|VM"
                  + " option|Multiple garbage collectors|Improperly specified|Conflicting|Initial"
                  + " heap size|Could not create the Java Virtual Machine",
              "correct the JVM options, of withJvmOptions or in JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS"
                  + " or _JAVA_OPTIONS"),
          rule(
              "not an executable file",
              "the run-time image has no java command: jpackage and jlink --strip-native-commands"
                  + " leave it out; build it with jpackage --jlink-options \"--strip-debug"
                  + " --no-man-pages --no-header-files\""),
          rule(
              "directory=|Cannot run program",
              "see whether the working directory is there and may be entered"),
          rule("libjvm|error while loading shared libraries", "the run-time image is incomplete"));

  private StartAdvice() {}

  /**
   * Advice, as a sentence without its end; what to do in any case, where nothing better is known.
   */
  public static String of(List<String> said) {
    return firstRule(said).map(Rule::advice).orElse("correct what it says");
  }

  private static Optional<Rule> firstRule(List<String> said) {
    return RULES.stream()
        .filter(rule -> said.stream().anyMatch(line -> rule.says.matcher(line).find()))
        .findFirst();
  }

  /** What a worker said before it ended, and what the pool knows of it. */
  public static List<String> said(Death death, @Nullable Throwable cause) {
    List<String> said = new ArrayList<>(death.stderrTail());
    if (cause != null) {
      said.add(cause.toString());
    }
    return said;
  }

  /**
   * Whether what ended a worker may pass by itself: it was ended from outside, or there was not
   * enough of something at that moment.
   */
  public static boolean mayPass(Death death, @Nullable Throwable cause) {
    int code = death.exitCode();
    boolean outside =
        cause == null
            && code != WorkerProcess.EXIT_UNKNOWN
            && (code < 0 ? !CRASHES.contains(-code) : TOLD_TO_END.contains(code));
    return outside || firstRule(said(death, cause)).map(Rule::mayPass).orElse(false);
  }

  /** A command in one line, in which what is long is cut. */
  public static String shortened(JvmCommand command) {
    List<String> words = new ArrayList<>();
    for (String word : command.words()) {
      words.add(word.length() <= MAX_WORD ? word : word.substring(0, MAX_WORD) + "...");
    }
    return String.join(" ", words);
  }

  private static Rule rule(String says, String advice) {
    return new Rule(Pattern.compile(says), advice, false);
  }

  private static Rule passing(String says, String advice) {
    return new Rule(Pattern.compile(says), advice, true);
  }
}
