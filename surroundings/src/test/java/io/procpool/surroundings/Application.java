package io.procpool.surroundings;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The everyday program as an application in files that every user can read. There is one for all
 * test classes, which take it as a parameter of their constructors; it is removed after the last of
 * them.
 */
final class Application implements AutoCloseable {

  static final String MAIN = Everyday.class.getName();

  private final Path directory;
  private final List<Path> libraries = new ArrayList<>();

  private Application() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("application");
    open(directory);
    Files.createDirectories(directory.resolve("lib"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path from = Path.of(entry);
      if (Files.exists(from.resolve(MAIN.replace('.', '/') + ".class"))) {
        copy(from, classes(), file -> file.getFileName().toString().startsWith("Everyday"));
      } else if (!entry.isEmpty() && Files.exists(from)) {
        libraries.add(
            directory.resolve("lib").resolve(libraries.size() + "-" + from.getFileName()));
        copy(from, libraries.getLast(), file -> true);
      }
    }
    makeCache();
  }

  /** A directory with the classes of the program alone. */
  Path classes() {
    return directory.resolve("classes");
  }

  /** All it needs besides: jars, or directories where the build has made none. */
  List<Path> libraries() {
    return List.copyOf(libraries);
  }

  /** Its classes and libraries, in the order of its class path. */
  List<Path> entries() {
    return Stream.concat(Stream.of(classes()), libraries.stream()).toList();
  }

  String classPath() {
    return entries().stream().map(Path::toString).collect(joining(File.pathSeparator));
  }

  /** The program on its class path, with nothing strange about it. */
  Surrounding plain() {
    return on(classPath(), MAIN);
  }

  /**
   * A class of the program on a class path, with what makes short programs cheaper and changes
   * nothing else: one compiler, and one cache for the workers of all.
   */
  Surrounding on(String classPath, String mainClass) {
    return Surrounding.of("-cp", classPath, mainClass)
        .options("-XX:TieredStopAtLevel=1", "-Dprocpool.aot.directory=" + cache());
  }

  private Path cache() {
    return directory.resolve("cache");
  }

  private void makeCache() throws IOException, InterruptedException {
    if (libraries.stream().allMatch(Files::isRegularFile)) {
      on(classPath(), EverydayCache.class.getName())
          .arguments(cache().toString())
          .run(directory)
          .works();
    } // else: a build of classes alone, for which there are no caches
  }

  /**
   * An executable jar of everything in a directory, with native access and these attributes in its
   * manifest.
   */
  static void pack(Path jar, Path directory, String... attributes) throws IOException {
    Path manifest = Files.createTempFile(jar.getParent(), "manifest", ".txt");
    List<String> lines = new ArrayList<>(List.of(attributes));
    lines.addAll(List.of("Main-Class: " + MAIN, "Enable-Native-Access: ALL-UNNAMED"));
    Files.write(manifest, lines);
    Tool.run(
        "jar",
        List.of(
            "--create",
            "--file",
            "" + jar,
            "--manifest",
            "" + manifest,
            "-C",
            "" + directory,
            "."));
    Files.delete(manifest);
  }

  /** Lets every user into a directory. */
  static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static void copy(Path from, Path to, Predicate<Path> files) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(files).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Gives the one application to the constructors that ask for it. */
  static final class Once implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Application.class;
    }

    @Override
    public Application resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Application.class, key -> copied(), Application.class);
    }

    private static Application copied() {
      try {
        return new Application();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }
}
