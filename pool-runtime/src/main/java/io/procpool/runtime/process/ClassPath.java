package io.procpool.runtime.process;

import static java.io.File.pathSeparator;
import static java.util.stream.Collectors.joining;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker's class path: procpool's own jars and those it needs, always first and in one order, so
 * that an AOT cache made for this prefix fits every application; then the application's entries.
 *
 * @param prefix absolute; empty where procpool is not in files of its own, as in a Spring Boot jar
 * @param application absolute, without those of the prefix and without repeats
 */
record ClassPath(List<Path> prefix, List<Path> application) {

  /** One class of each jar the worker cannot do without. */
  static final List<String> PREFIX_CLASSES =
      List.of(
          "io.procpool.Pool",
          "io.procpool.ipc.channel.FrameChannel",
          JvmCommand.WORKER_MAIN,
          "io.procpool.runtime.process.ClassPath",
          "com.esotericsoftware.kryo.Kryo",
          "org.objenesis.Objenesis",
          "com.esotericsoftware.reflectasm.ConstructorAccess",
          "com.esotericsoftware.minlog.Log");

  ClassPath {
    prefix = List.copyOf(prefix);
    Set<Path> others = new LinkedHashSet<>(application);
    prefix.forEach(others::remove);
    application = List.copyOf(others);
  }

  /**
   * The class path of a worker of this process.
   *
   * @param given the application's entries; empty: those of this JVM
   */
  static ClassPath of(Optional<List<Path>> given) {
    return new ClassPath(
        prefixOf(ClassPath.class.getClassLoader()),
        given.isPresent()
            ? given.get().stream().map(Path::toAbsolutePath).toList()
            : entries(System.getProperty("java.class.path")));
  }

  /** All entries as {@code -cp} takes them. */
  String joined() {
    List<Path> all = new ArrayList<>(prefix);
    all.addAll(application);
    return joined(all);
  }

  /** Entries as the launcher takes them. */
  static String joined(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(joining(pathSeparator));
  }

  /** The files procpool's classes and its libraries' come from. */
  static List<Path> prefixOf(@Nullable ClassLoader loader) {
    Set<Path> prefix = new LinkedHashSet<>();
    for (String name : PREFIX_CLASSES) {
      Path source = sourceOf(name, loader);
      if (source == null) {
        return List.of(); // in a jar inside a jar, or in a runtime image: no prefix to speak of
      }
      prefix.add(source);
    }
    return List.copyOf(prefix);
  }

  /** The entries of a path, absolute; an empty one is the working directory. */
  static List<Path> entries(@Nullable String path) {
    return path == null || path.isEmpty()
        ? List.of()
        : Arrays.stream(path.split(pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .toList();
  }

  /** The file that a class comes from, or null if it has none to itself. */
  static @Nullable Path sourceOf(String className, @Nullable ClassLoader loader) {
    try {
      CodeSource source =
          Class.forName(className, false, loader).getProtectionDomain().getCodeSource();
      if (source == null || source.getLocation() == null) {
        return null;
      }
      return source.getLocation().getProtocol().equals("file")
          ? Path.of(source.getLocation().toURI())
          : null;
    } catch (ClassNotFoundException | URISyntaxException missing) {
      return null;
    }
  }
}
