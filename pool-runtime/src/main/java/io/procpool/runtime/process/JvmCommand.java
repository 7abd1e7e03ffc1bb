package io.procpool.runtime.process;

import io.procpool.PoolOptions;
import io.procpool.ProcessOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run as a worker.
 *
 * @param words the executable's absolute path, its options, the main class and its arguments; a
 *     launcher may append the path of a socket as the last argument
 * @param environment variables set over the parent's
 * @param workingDirectory null: the parent's
 */
public record JvmCommand(
    List<String> words, Map<String, String> environment, @Nullable Path workingDirectory) {

  /** The main class of a worker. */
  public static final String WORKER_MAIN = "io.procpool.worker.WorkerMain";

  private static final String PROCESS_MAIN = "io.procpool.worker.ProcessMain";

  /** Copies what it is given. */
  public JvmCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * The command of a pool's workers: this JVM's java, procpool's flags, those of this JVM that
   * change what code means, the user's, and the class path.
   */
  public static JvmCommand forWorker(PoolOptions options) {
    List<String> flags = WorkerFlags.of(options, Runtime.getRuntime().availableProcessors());
    return new JvmCommand(
        words(
            allFlags(flags, options.jvmOptions()),
            ClassPath.of(options.classPath()),
            options.environment(),
            WORKER_MAIN),
        options.environment(),
        options.workingDirectory().orElse(null));
  }

  /** The command of a {@code JvmProcess}: as a worker's, sized as a JVM of its own. */
  public static JvmCommand forProcess(ProcessOptions options) {
    List<String> flags = WorkerFlags.ofProcess(options.jvmOptions());
    return new JvmCommand(
        words(
            allFlags(flags, options.jvmOptions()),
            ClassPath.of(options.classPath()),
            options.environment(),
            PROCESS_MAIN),
        options.environment(),
        options.workingDirectory().orElse(null));
  }

  private static List<String> allFlags(List<String> ours, List<String> users) {
    List<String> flags = new ArrayList<>(ours);
    flags.addAll(ParentFlags.copied());
    flags.addAll(users);
    return flags;
  }

  private static List<String> words(
      List<String> flags, ClassPath classPath, Map<String, String> environment, String main) {
    List<String> words = new ArrayList<>();
    words.add(java().toString());
    if (!AotFlags.concerns(environment.keySet())) {
      words.addAll(AotCache.current().flags(classPath.prefix(), flags));
    }
    words.addAll(flags);
    words.addAll(
        SpringBootJar.of(classPath.application())
            .filter(jar -> classPath.prefix().isEmpty())
            .map(jar -> jar.words(main))
            .orElseGet(() -> List.of("-cp", classPath.joined(), main)));
    return words;
  }

  /** This JVM's launcher. */
  static Path java() {
    String name = File.separatorChar == '\\' ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
