package io.procpool.runtime.process;

import io.procpool.PoolOptions;
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
    ClassPath classPath = ClassPath.of(options.classPath());
    List<String> words = new ArrayList<>();
    words.add(java().toString());
    words.addAll(WorkerFlags.of(options, Runtime.getRuntime().availableProcessors()));
    words.addAll(ParentFlags.copied());
    words.addAll(options.jvmOptions());
    words.addAll(
        SpringBootJar.of(classPath.application())
            .filter(jar -> classPath.prefix().isEmpty())
            .map(jar -> jar.words(WORKER_MAIN))
            .orElseGet(() -> List.of("-cp", classPath.joined(), WORKER_MAIN)));
    return new JvmCommand(words, options.environment(), options.workingDirectory().orElse(null));
  }

  /** This JVM's launcher. */
  static Path java() {
    String name = File.separatorChar == '\\' ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
