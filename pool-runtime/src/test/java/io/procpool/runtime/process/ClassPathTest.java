package io.procpool.runtime.process;

import static java.io.File.pathSeparator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathTest {

  @TempDir Path directory;

  @Test
  void prefixComesFirstAndNothingTwice() {
    Path own = Path.of("/lib/own.jar");
    Path app = Path.of("/app/app.jar");
    Path other = Path.of("/app/other.jar");
    ClassPath classPath = new ClassPath(List.of(own), List.of(app, own, other, app));
    assertEquals(List.of(app, other), classPath.application());
    assertEquals(
        String.join(pathSeparator, "/lib/own.jar", "/app/app.jar", "/app/other.jar"),
        classPath.joined());
  }

  @Test
  void relativeAndEmptyEntriesBecomeAbsolute() {
    Path here = Path.of("").toAbsolutePath();
    assertEquals(
        List.of(here.resolve("x.jar"), here, Path.of("/y")),
        ClassPath.ofThisJvm("x.jar" + pathSeparator + pathSeparator + "/y", null));
  }

  @Test
  void modulePathIsAppended() throws Exception {
    Path jars = Files.createDirectory(directory.resolve("jars"));
    Path a = Files.createFile(jars.resolve("a.jar"));
    Path b = Files.createFile(jars.resolve("b.jar"));
    Files.createFile(jars.resolve("readme.txt"));
    Path exploded = Files.createDirectory(directory.resolve("exploded"));
    Files.createFile(exploded.resolve("module-info.class"));
    assertEquals(
        List.of(Path.of("/c.jar"), a, b, exploded, Path.of("/m.jar")),
        ClassPath.ofThisJvm(
            "/c.jar", String.join(pathSeparator, "" + jars, "" + exploded, "/m.jar")));
  }

  @Test
  void givenEntriesReplaceTheParents() {
    Path given = Path.of("given.jar");
    assertEquals(
        List.of(given.toAbsolutePath()), ClassPath.of(Optional.of(List.of(given))).application());
  }

  @Test
  void withoutProcpoolInFilesThereIsNoPrefix() {
    assertEquals(List.of(), ClassPath.prefixOf(ClassLoader.getPlatformClassLoader()));
  }

  @Test
  void everyClassThatMarksThePrefixIsThere() {
    // Fails when a class is renamed: the prefix would silently be empty, and starts slow.
    assertTrue(
        ClassPath.PREFIX_CLASSES.stream()
            .filter(name -> !name.equals(JvmCommand.WORKER_MAIN))
            .allMatch(ClassPathTest::exists),
        ClassPath.PREFIX_CLASSES::toString);
  }

  private static boolean exists(String name) {
    try {
      Class.forName(name, false, ClassPathTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException renamed) {
      return false;
    }
  }
}
