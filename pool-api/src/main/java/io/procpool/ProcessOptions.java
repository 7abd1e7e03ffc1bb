package io.procpool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link JvmProcess} is to be. Immutable; start from {@link #defaults()}.
 *
 * @param name its name in messages; default {@code process-N}
 * @param daemon whether it is terminated when its parent ends; default false: the parent waits for
 *     it
 * @param jvmOptions options of its {@code java} command, after procpool's own; default none
 * @param classPath its class path; default: the parent's
 * @param environment environment variables set in it over the parent's; default none
 * @param workingDirectory its working directory; default: the parent's
 * @param maxNesting how deep it may be below the program, 0 to 100: a process that the program
 *     starts is 1 deep; default 3. One that would be deeper is refused by an {@link
 *     IllegalStateException}
 */
public record ProcessOptions(
    Optional<String> name,
    boolean daemon,
    List<String> jvmOptions,
    Optional<List<Path>> classPath,
    Map<String, String> environment,
    Optional<Path> workingDirectory,
    int maxNesting) {

  private static final ProcessOptions DEFAULTS =
      new ProcessOptions(
          Optional.empty(),
          false,
          List.of(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          PoolOptions.DEFAULT_NESTING);

  /** Checks and copies. */
  public ProcessOptions {
    requireNonNull(name, "name");
    jvmOptions = List.copyOf(jvmOptions);
    classPath = classPath.map(List::copyOf);
    environment = Map.copyOf(environment);
    requireNonNull(workingDirectory, "workingDirectory");
    PoolOptions.checkNesting(maxNesting);
  }

  /** Every option as documented. */
  public static ProcessOptions defaults() {
    return DEFAULTS;
  }

  /** Sets {@link #name()}. */
  public ProcessOptions withName(String name) {
    return new ProcessOptions(
        Optional.of(name),
        daemon,
        jvmOptions,
        classPath,
        environment,
        workingDirectory,
        maxNesting);
  }

  /** Sets {@link #daemon()}. */
  public ProcessOptions withDaemon(boolean daemon) {
    return new ProcessOptions(
        name, daemon, jvmOptions, classPath, environment, workingDirectory, maxNesting);
  }

  /** Sets {@link #jvmOptions()}. */
  public ProcessOptions withJvmOptions(String... jvmOptions) {
    return new ProcessOptions(
        name, daemon, List.of(jvmOptions), classPath, environment, workingDirectory, maxNesting);
  }

  /** Sets {@link #classPath()}. */
  public ProcessOptions withClassPath(List<Path> classPath) {
    return new ProcessOptions(
        name,
        daemon,
        jvmOptions,
        Optional.of(classPath),
        environment,
        workingDirectory,
        maxNesting);
  }

  /** Sets {@link #environment()}. */
  public ProcessOptions withEnvironment(Map<String, String> environment) {
    return new ProcessOptions(
        name, daemon, jvmOptions, classPath, environment, workingDirectory, maxNesting);
  }

  /** Sets {@link #workingDirectory()}. */
  public ProcessOptions withWorkingDirectory(Path workingDirectory) {
    return new ProcessOptions(
        name,
        daemon,
        jvmOptions,
        classPath,
        environment,
        Optional.of(workingDirectory),
        maxNesting);
  }

  /** Sets {@link #maxNesting()}. */
  public ProcessOptions withMaxNesting(int maxNesting) {
    return new ProcessOptions(
        name, daemon, jvmOptions, classPath, environment, workingDirectory, maxNesting);
  }
}
