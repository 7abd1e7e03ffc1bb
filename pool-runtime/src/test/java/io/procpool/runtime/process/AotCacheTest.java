package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cache is used, asked for and kept; how one is made is AotCacheIT's. */
final class AotCacheTest {

  @TempDir Path directory;

  private final List<String> requests = new ArrayList<>();
  private Path jar;
  private AotCache cache;

  @BeforeEach
  void setUp() throws Exception {
    jar = Files.writeString(directory.resolve("own.jar"), "one");
    cache = newCache();
  }

  @Test
  void missingCacheIsAskedForOnceAndNothingIsUsed() {
    assertEquals(List.of(), cache.flags(List.of(jar), List.of("-ea")));
    assertEquals(List.of(), cache.flags(List.of(jar), List.of("-da")));
    assertEquals(1, requests.size());
  }

  @Test
  void cacheIsUsedWhenItIsThereAndPrintsNothing() throws Exception {
    Path file = request(List.of());
    Files.createFile(file);
    assertEquals(
        List.of("-XX:AOTCache=" + file, "-Xlog:aot*=off", "-Xlog:cds*=off"),
        cache.flags(List.of(jar), List.of()));
  }

  @Test
  void changedJarOrOptionIsAnotherCache() throws Exception {
    Path first = request(List.of());
    assertNotEquals(first, request(List.of("--add-opens=a/b=c")));
    Files.writeString(jar, "other bytes");
    assertNotEquals(first, request(List.of()));
    Files.writeString(jar, "one");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertNotEquals(first, request(List.of()));
  }

  @Test
  void directoriesAndMissingJarsHaveNoCache() {
    assertEquals(List.of(), cache.flags(List.of(directory), List.of()));
    assertEquals(List.of(), cache.flags(List.of(), List.of()));
    assertEquals(List.of(), cache.flags(List.of(directory.resolve("no.jar")), List.of()));
    assertEquals(List.of(), requests);
  }

  @Test
  void failedAttemptIsNotRepeatedBeforeADay() throws Exception {
    Path file = request(List.of());
    String name = file.getFileName().toString().replace(AotCache.SUFFIX, "");
    Path marker = Files.createFile(AotCache.mark(directory, name));
    requests.clear();
    newCache().flags(List.of(jar), List.of());
    assertEquals(List.of(), requests);
    Instant yesterday = Instant.now().minus(AotCache.RETRY).minusSeconds(1);
    Files.setLastModifiedTime(marker, FileTime.from(yesterday));
    newCache().flags(List.of(jar), List.of());
    assertEquals(List.of(name), requests);
  }

  @Test
  void anAttemptThatFailedUnderOtherLimitsIsRepeated() throws Exception {
    Path file = request(List.of());
    String name = file.getFileName().toString().replace(AotCache.SUFFIX, "");
    Files.createFile(directory.resolve(name + "-of-other-limits" + AotCache.FAILED_SUFFIX));
    requests.clear();
    newCache().flags(List.of(jar), List.of());
    assertEquals(List.of(name), requests);
  }

  @Test
  void aCacheThatOthersCanWriteIsNotUsed() throws Exception {
    Path file = Files.createFile(request(List.of()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(List.of(), cache.flags(List.of(jar), List.of()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(AotCache.use(file), cache.flags(List.of(jar), List.of()));
  }

  @Test
  void aCacheWhereOthersCanWriteIsNotUsed() throws Exception {
    Path file = Files.createFile(request(List.of()));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(List.of(), cache.flags(List.of(jar), List.of()));
  }

  @Test
  void aLinkToACacheIsNotUsed() throws Exception {
    Path file = request(List.of());
    Files.createSymbolicLink(file, Files.createFile(directory.resolve("elsewhere")));
    assertEquals(List.of(), cache.flags(List.of(jar), List.of()));
  }

  @Test
  void theLongestUnusedCachesGoWhereAllAreTooLarge() throws Exception {
    Path caches = Files.createDirectory(directory.resolve("caches"));
    Instant now = Instant.now();
    List<Path> files = new ArrayList<>();
    for (int days = 0; days < 4; days++) {
      Path file = caches.resolve(days + ".aot");
      try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(AotCache.MAX_BYTES / 2);
      }
      Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(days))));
      files.add(file);
    }
    AotCache.sweep(caches, now);
    assertEquals(List.of(true, true, false, false), files.stream().map(Files::exists).toList());
  }

  @Test
  void filesThatAreNotCachesStay() throws Exception {
    Path own = aged(directory.resolve("notes.txt"), Instant.now(), Duration.ofDays(99));
    AotCache.sweep(directory, Instant.now());
    assertTrue(Files.exists(own));
  }

  @Test
  void useIsRemembered() throws Exception {
    Path file = Files.createFile(request(List.of()));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(29))));
    cache.flags(List.of(jar), List.of());
    Instant touched = Files.getLastModifiedTime(file).toInstant();
    assertTrue(touched.isAfter(Instant.now().minus(Duration.ofHours(1))));
  }

  @Test
  void unusedAndTooManyCachesAreRemoved() throws Exception {
    Path caches = Files.createDirectory(directory.resolve("caches"));
    Instant now = Instant.now();
    Path unused = aged(caches.resolve("unused.aot"), now, Duration.ofDays(31));
    Path marker = aged(caches.resolve("old.failed"), now, Duration.ofDays(31));
    Path latest = aged(caches.resolve("latest.aot"), now, Duration.ZERO);
    for (int i = 1; i < AotCache.MAX_CACHES; i++) {
      aged(caches.resolve(i + ".aot"), now, Duration.ofDays(i));
    }
    Path oneTooMany = aged(caches.resolve("tooMany.aot"), now, Duration.ofDays(20));
    AotCache.sweep(caches, now);
    assertFalse(Files.exists(unused));
    assertFalse(Files.exists(marker));
    assertFalse(Files.exists(oneTooMany));
    assertTrue(Files.exists(latest));
    try (var left = Files.list(caches)) {
      assertEquals(AotCache.MAX_CACHES, left.count());
    }
  }

  private static Path aged(Path file, Instant now, Duration age) throws Exception {
    return Files.setLastModifiedTime(Files.createFile(file), FileTime.from(now.minus(age)));
  }

  /** The file that is asked for. */
  private Path request(List<String> options) {
    newCache().flags(List.of(jar), options);
    return directory.resolve(requests.getLast() + AotCache.SUFFIX);
  }

  private AotCache newCache() {
    AotBuilder recorder =
        new AotBuilder() {
          @Override
          void build(Path into, String name, List<String> options, Runnable givenUp) {
            requests.add(name);
          }
        };
    return new AotCache(directory, recorder);
  }
}
