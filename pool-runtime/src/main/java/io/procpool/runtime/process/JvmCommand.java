package io.procpool.runtime.process;

import static java.io.File.pathSeparator;
import static java.util.stream.Collectors.joining;

import io.procpool.PoolOptions;
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
   * The command of a pool's workers: this JVM's java, this class path, and procpool's own flags.
   */
  public static JvmCommand forWorker(PoolOptions options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("-XX:+UseSerialGC");
    words.add("-XX:-UsePerfData");
    Path crashes = CrashReport.directory();
    if (crashes != null) {
      words.add("-XX:ErrorFile=" + crashes.resolve("hs_err_pid%p.log"));
    }
    if (options.maxHeapBytes() > 0) {
      words.add("-Xmx" + options.maxHeapBytes());
    }
    words.addAll(options.jvmOptions());
    words.add("-cp");
    words.add(
        options
            .classPath()
            .map(paths -> paths.stream().map(Path::toString).collect(joining(pathSeparator)))
            .orElseGet(() -> System.getProperty("java.class.path")));
    words.add(WORKER_MAIN);
    return new JvmCommand(words, options.environment(), options.workingDirectory().orElse(null));
  }
}
