package io.procpool.runtime.process;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.procpool.ipc.files.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * AOT caches (JEP 483, 514) of workers: files by which a JVM starts with procpool's classes loaded
 * and linked. Each is named by a fingerprint of all it depends on, made once in the background, and
 * used by every later worker on this machine. Without one, workers start all the same, only slower:
 * nothing here blocks, fails or prints.
 *
 * <p>They are in {@code $XDG_CACHE_HOME/procpool} or {@code ~/.cache/procpool}, or where the system
 * property {@value #DIRECTORY_PROPERTY} says; {@code -Dprocpool.aot=off} turns them off. A
 * directory or file that others than this user and root can write is not used, and there are none
 * where the user has no home. Any thread may call.
 */
final class AotCache {

  static final String DIRECTORY_PROPERTY = "procpool.aot.directory";
  static final String SWITCH_PROPERTY = "procpool.aot";
  static final String SUFFIX = ".aot";
  static final String FAILED_SUFFIX = ".failed";

  /** How many caches are kept, the latest used ones. */
  static final int MAX_CACHES = 8;

  /** How many bytes they may have together; the latest used one is kept whatever its size. */
  static final long MAX_BYTES = 64L << 20;

  /** How long a cache nobody uses is kept. */
  static final Duration MAX_UNUSED = Duration.ofDays(30);

  /** How long after a failed attempt the next is made. */
  static final Duration RETRY = Duration.ofDays(1);

  private static final Duration TOUCH = Duration.ofHours(12);
  private static final String FORMAT = "1"; // to be raised when the training changes

  private static final Path LIMITS = Path.of("/proc/self/limits");

  private final Path directory;
  private final AotBuilder builder;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  AotCache(Path directory, AotBuilder builder) {
    this.directory = directory;
    this.builder = builder;
  }

  /** This user's caches. */
  static AotCache current() {
    return Current.CACHE;
  }

  /**
   * The options that make a worker use the cache for this prefix and these options; none where
   * there is none, which is then made in the background.
   */
  List<String> flags(List<Path> prefix, List<String> options) {
    boolean off = "off".equals(System.getProperty(SWITCH_PROPERTY)) || !directory.isAbsolute();
    if (off || !isCacheable(prefix)) {
      return List.of();
    }
    Optional<List<String>> significant = AotFlags.significant(options);
    if (significant.isEmpty()) {
      return List.of();
    }
    try {
      String name = fingerprint(prefix, significant.get());
      Path file = directory.resolve(name + SUFFIX);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        if (!isTrusted(file)) {
          return List.of();
        }
        touch(file);
        return use(file);
      }
      if (!failedLately(mark(directory, name)) && asked.add(name)) {
        builder.build(directory, name, significant.get(), () -> asked.remove(name));
      }
    } catch (IOException noSuchCache) {
      // A jar of the prefix or the directory cannot be read: no cache.
    }
    return List.of();
  }

  /**
   * The file whose presence says that an attempt has failed. Its name says under which limits: with
   * more memory or descriptors the next may succeed.
   */
  static Path mark(Path directory, String name) {
    Hasher limits = Hashing.murmur3_128().newHasher();
    limits.putInt(Runtime.getRuntime().availableProcessors());
    MemoryGroup.current().ifPresent(group -> limits.putUnencodedChars(group.limitText()));
    try {
      limits.putUnencodedChars(Files.readString(LIMITS));
    } catch (IOException unknown) {
      // Not Linux.
    }
    return directory.resolve(name + "-" + limits.hash() + FAILED_SUFFIX);
  }

  // A cache that does not fit is not used, and said nothing about.
  static List<String> use(Path file) {
    return List.of("-XX:AOTCache=" + file, "-Xlog:aot*=off", "-Xlog:cds*=off");
  }

  /**
   * Removes caches nobody uses, and the longest unused ones beyond {@link #MAX_CACHES} and {@link
   * #MAX_BYTES}.
   */
  static void sweep(Path directory, Instant now) throws IOException {
    List<Path> caches = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*{" + SUFFIX + "," + FAILED_SUFFIX + "}")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(MAX_UNUSED))) {
          Files.deleteIfExists(file);
        } else if (file.toString().endsWith(SUFFIX)) {
          caches.add(file);
        }
      }
    }
    caches.sort(Comparator.comparing(AotCache::lastUsed).reversed());
    long bytes = 0;
    for (int i = 0; i < caches.size(); i++) {
      bytes += caches.get(i).toFile().length(); // 0 where another process has removed it
      if (i >= MAX_CACHES || (i > 0 && bytes > MAX_BYTES)) {
        Files.deleteIfExists(caches.get(i));
      }
    }
  }

  private static Instant lastUsed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }

  /** Workers map it, so nobody else may have written it, nor put it there. */
  private boolean isTrusted(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Trust.isOnlyOurs(file)
        && Trust.isOnlyOurs(directory);
  }

  // The JVM caches classes of jars only.
  private static boolean isCacheable(List<Path> prefix) {
    return !prefix.isEmpty() && prefix.stream().allMatch(path -> path.toString().endsWith(".jar"));
  }

  private static String fingerprint(List<Path> prefix, List<String> options) throws IOException {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    List<String> parts = new ArrayList<>();
    parts.add(FORMAT);
    parts.add(System.getProperty("java.home"));
    parts.add(System.getProperty("java.vm.vendor"));
    parts.add(System.getProperty("java.vm.version"));
    parts.add(System.getProperty("os.arch"));
    parts.add(modified(Path.of(System.getProperty("java.home"), "release")));
    for (Path jar : prefix) {
      parts.add(jar.toString());
      parts.add(Long.toString(Files.size(jar)));
      parts.add(modified(jar));
    }
    parts.addAll(options);
    for (String part : parts) {
      hasher.putInt(part.length()).putString(part, StandardCharsets.UTF_8);
    }
    return hasher.hash().toString();
  }

  private static String modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toString();
  }

  private static void touch(Path file) {
    try {
      Instant now = Instant.now();
      if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOUCH))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException readOnly) {
      // Used without saying so.
    }
  }

  private static boolean failedLately(Path marker) {
    try {
      return Files.getLastModifiedTime(marker).toInstant().isAfter(Instant.now().minus(RETRY));
    } catch (IOException neverFailed) {
      return false;
    }
  }

  /** Not absolute where the user has no home. */
  private static Path directory() {
    String set = System.getProperty(DIRECTORY_PROPERTY);
    if (set != null) {
      return Path.of(set).toAbsolutePath();
    }
    @Nullable String caches = System.getenv("XDG_CACHE_HOME");
    boolean absolute = caches != null && caches.startsWith("/"); // the standard ignores others
    Path root =
        absolute && caches != null
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home", ""), ".cache");
    return root.resolve("procpool");
  }

  private static final class Current {
    static final AotCache CACHE = new AotCache(directory(), new AotBuilder());
  }
}
