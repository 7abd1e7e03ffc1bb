package io.procpool.runtime.process;

import io.procpool.PoolOptions;
import io.procpool.ProcessOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to run as a worker.
 *
 * @param words the executable's absolute path, its options, the main class and its arguments; a
 *     launcher may append the path of a socket as the last argument
 * @param environment variables set over the parent's
 * @param withheld variables of the parent's that are not passed on
 * @param workingDirectory null: the parent's
 * @param tied whether it is to be killed with the thread that starts it, as far as the system can
 */
public record JvmCommand(
    List<String> words,
    Map<String, String> environment,
    Set<String> withheld,
    @Nullable Path workingDirectory,
    boolean tied) {

  /** The main class of a worker. */
  public static final String WORKER_MAIN = "io.procpool.worker.WorkerMain";

  private static final String PROCESS_MAIN = "io.procpool.worker.ProcessMain";

  /** Copies what it is given. */
  public JvmCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    withheld = Set.copyOf(withheld);
  }

  /**
   * The command of a pool's workers: this JVM's java, procpool's flags, those in variables, those
   * of this JVM that change what code means, the user's, and the class path.
   */
  public static JvmCommand forWorker(PoolOptions options) {
    return of(
        WorkerFlags.of(options, Runtime.getRuntime().availableProcessors()),
        options.jvmOptions(),
        options.classPath(),
        options.environment(),
        options.workingDirectory().orElse(null),
        true,
        WORKER_MAIN);
  }

  /** The command of a {@code JvmProcess}: as a worker's, sized as a JVM of its own. */
  public static JvmCommand forProcess(ProcessOptions options, boolean tied) {
    return of(
        WorkerFlags.ofProcess(),
        options.jvmOptions(),
        options.classPath(),
        options.environment(),
        options.workingDirectory().orElse(null),
        tied,
        PROCESS_MAIN);
  }

  /** The variables with JVM options that a child with this environment is not started with. */
  public static Map<String, String> withheld(Map<String, String> environment) {
    return EnvironmentOptions.of(System.getenv(), environment).variables();
  }

  private static JvmCommand of(
      List<String> ours,
      List<String> users,
      Optional<List<Path>> classPath,
      Map<String, String> environment,
      @Nullable Path workingDirectory,
      boolean tied,
      String main) {
    EnvironmentOptions variables = EnvironmentOptions.of(System.getenv(), environment);
    ModulePath modules = ModulePath.of(classPath.isPresent());
    List<String> copied = ParentFlags.copied(modules::has);
    List<String> flags =
        OptionSources.merged(List.of(ours, variables.weak(), copied, variables.strong(), users));
    Map<String, String> set = new HashMap<>(environment);
    set.keySet().removeAll(EnvironmentOptions.NAMES);
    return new JvmCommand(
        words(flags, ClassPath.of(classPath), modules, main),
        set,
        variables.variables().keySet(),
        workingDirectory,
        tied);
  }

  private static List<String> words(
      List<String> flags, ClassPath classPath, ModulePath modules, String main) {
    List<String> words = new ArrayList<>();
    words.add(java().toString());
    Optional<SpringBootJar> springBoot =
        SpringBootJar.of(classPath.application()).filter(jar -> jar.holds(classPath.prefix()));
    boolean cached = springBoot.isEmpty() && modules.isEmpty();
    words.addAll(AotCache.current().flags(cached ? classPath.prefix() : List.of(), flags));
    words.addAll(modules.flags());
    words.addAll(flags);
    if (springBoot.isPresent()) {
      words.addAll(springBoot.get().words(main));
    } else {
      words.addAll(List.of("-cp", classPath.joined()));
      words.addAll(modules.main(main));
    }
    return words;
  }

  /** This JVM's launcher. */
  static Path java() {
    String name = File.separatorChar == '\\' ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
