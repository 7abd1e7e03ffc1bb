package io.procpool.runtime.process;

import static java.io.File.pathSeparator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClassPathTest {

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
        ClassPath.entries("x.jar" + pathSeparator + pathSeparator + "/y"));
    assertEquals(List.of(), ClassPath.entries(""));
    assertEquals(List.of(), ClassPath.entries(null));
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
