package io.procpool.runtime.process;

import io.procpool.ipc.exit.ExitActions;
import io.procpool.ipc.files.OwnerOnly;
import io.procpool.ipc.files.Trust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes AOT caches, one at a time on this machine: a JVM of the lowest priority opens a pool of one
 * worker, which records what it loads and is checked to be accepted before its cache gets its name.
 *
 * <p>Thread: {@code procpool-aot}, a daemon, from a request until the cache is there, the attempt
 * failed or the last pool has ended ({@link AotUsers}); its process does not outlive this one.
 */
class AotBuilder {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Above, a signal has ended the process: what killed it says nothing of the next attempt. */
  private static final int MAX_EXIT_CODE = 127;

  private static final int TOO_SLOW = 1;
  private static final String WORK_PREFIX = "procpool-build-";

  /** A program that ends sooner is not worth the work. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  /** Whether this JVM is shutting down: what fails now says nothing of the next attempt. */
  private static volatile boolean ending;

  /**
   * Begins to make {@code directory/name.aot} in the background.
   *
   * @param options the JVM options it depends on
   * @param givenUp run if it ends with the last pool
   */
  void build(Path directory, String name, List<String> options, Runnable givenUp) {
    Runnable body = () -> buildAfterDelay(directory, name, options, givenUp);
    Thread thread = new Thread(null, body, "procpool-aot", 0, false);
    thread.setContextClassLoader(null); // it must not hold an application's loader
    thread.setDaemon(true);
    AotUsers.started(thread);
    thread.start();
  }

  private static void buildAfterDelay(
      Path directory, String name, List<String> options, Runnable givenUp) {
    try {
      Thread.sleep(DELAY);
      buildNow(directory, name, options);
    } catch (IOException | RuntimeException impossible) {
      // No cache: a directory that cannot be written, a full disk. Workers start without.
    } catch (InterruptedException lastPoolEnded) {
      givenUp.run();
    } finally {
      AotUsers.ended(Thread.currentThread());
    }
  }

  /**
   * Makes the cache, unless it is there or another process makes one.
   *
   * @return whether it is there now
   */
  static boolean buildNow(Path directory, String name, List<String> options)
      throws IOException, InterruptedException {
    Files.createDirectories(directory, OwnerOnly.directory());
    if (!Trust.isOnlyOurs(directory)) {
      return false; // others could put there what workers would map
    }
    Path file = directory.resolve(name + AotCache.SUFFIX);
    try (FileChannel lockFile =
            FileChannel.open(
                directory.resolve("build.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = tryLock(lockFile)) {
      if (lock == null || Files.exists(file)) {
        return Files.exists(file);
      }
      deleteAbandoned(directory);
      boolean made = make(directory, name, options, file);
      AotCache.sweep(directory, Instant.now());
      return made;
    }
  }

  private static boolean make(Path directory, String name, List<String> options, Path file)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(directory, WORK_PREFIX);
    Path output = work.resolve("worker" + AotCache.SUFFIX);
    try {
      int code = run(work, training(output, options));
      if (code == 0) {
        code = run(work, check(output, options));
      }
      if (code == 0) {
        OwnerOnly.keepOthersFromWriting(output); // whatever the umask is
        Files.move(output, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
      if (!ending && code <= MAX_EXIT_CODE) {
        markFailed(AotCache.mark(directory, name));
      }
      return false;
    } finally {
      deleteAll(work);
    }
  }

  /** The JVM that opens the pool of one worker. */
  private static List<String> training(Path output, List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(JvmCommand.java().toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("-D" + AotCache.SWITCH_PROPERTY + "=off");
    words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp"));
    words.add(ClassPath.of(Optional.empty()).joined());
    words.add(AotTraining.class.getName());
    words.add(output.toString());
    words.addAll(options);
    return words;
  }

  /** A JVM that starts only if it accepts the cache. */
  private static List<String> check(Path output, List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(JvmCommand.java().toString());
    words.addAll(AotTraining.workerFlags(options));
    words.addAll(List.of("-XX:AOTCache=" + output, "-XX:AOTMode=on", "-cp"));
    words.add(ClassPath.of(Optional.of(List.of())).joined());
    words.add("-version");
    return words;
  }

  /** Its exit code; {@link #TOO_SLOW} if it had to be killed. */
  private static int run(Path work, List<String> words) throws IOException, InterruptedException {
    Process process = start(shortened(work, words));
    ExitActions.Added atExit;
    try {
      atExit = ExitActions.add(ExitActions.Stage.HELPERS, () -> endAtExit(process));
    } catch (IllegalStateException exits) {
      endAtExit(process);
      return TOO_SLOW;
    }
    try {
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return ended ? process.exitValue() : TOO_SLOW;
    } finally {
      kill(process);
      atExit.remove();
    }
  }

  private static void endAtExit(Process process) {
    ending = true;
    kill(process);
  }

  private static List<String> shortened(Path work, List<String> words) throws IOException {
    if (!ArgumentFile.isNeeded(words)) {
      return words;
    }
    Path file = work.resolve("arguments");
    ArgumentFile.write(file, words.subList(1, words.size()));
    return List.of(words.getFirst(), "@" + file);
  }

  private static Process start(List<String> words) throws IOException {
    List<String> nice = new ArrayList<>(List.of("nice", "-n", "19"));
    nice.addAll(words);
    try {
      return silent(nice).start();
    } catch (IOException noNice) {
      return silent(words).start();
    }
  }

  private static ProcessBuilder silent(List<String> words) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // What a worker takes of them is among the options it is made with.
    builder.environment().keySet().removeAll(EnvironmentOptions.NAMES);
    return builder;
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }

  private static void markFailed(Path marker) throws IOException {
    if (!Files.exists(marker)) {
      Files.createFile(marker);
    }
    Files.setLastModifiedTime(marker, FileTime.from(Instant.now()));
  }

  // The lock is held: whoever made these was killed.
  private static void deleteAbandoned(Path directory) throws IOException {
    try (var works = Files.newDirectoryStream(directory, WORK_PREFIX + "*")) {
      for (Path work : works) {
        deleteAll(work);
      }
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
