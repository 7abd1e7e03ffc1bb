package io.procpool.runtime.process;

import static java.io.File.pathSeparator;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
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
   * @param given the application's entries; empty: those of this JVM, its module path included
   */
  static ClassPath of(Optional<List<Path>> given) {
    return new ClassPath(
        prefixOf(ClassPath.class.getClassLoader()),
        given.isPresent()
            ? given.get().stream().map(Path::toAbsolutePath).toList()
            : ofThisJvm(
                System.getProperty("java.class.path"), System.getProperty("jdk.module.path")));
  }

  /** All entries as {@code -cp} takes them. */
  String joined() {
    List<Path> all = new ArrayList<>(prefix);
    all.addAll(application);
    return all.stream().map(Path::toString).collect(joining(pathSeparator));
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

  static List<Path> ofThisJvm(@Nullable String classPath, @Nullable String modulePath) {
    List<Path> entries = new ArrayList<>();
    for (String entry : split(classPath)) {
      entries.add(Path.of(entry).toAbsolutePath());
    }
    for (String entry : split(modulePath)) {
      entries.addAll(modulesIn(Path.of(entry).toAbsolutePath()));
    }
    return entries;
  }

  private static String[] split(@Nullable String path) {
    return path == null || path.isEmpty() ? new String[0] : path.split(pathSeparator, -1);
  }

  // A directory on the module path is a module, or holds modules.
  private static List<Path> modulesIn(Path entry) {
    if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
      return List.of(entry);
    }
    List<Path> modules = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(entry)) {
      for (Path file : files) {
        if (file.toString().endsWith(".jar") || Files.exists(file.resolve("module-info.class"))) {
          modules.add(file);
        }
      }
    } catch (IOException unreadable) {
      return List.of(entry);
    }
    modules.sort(null);
    return modules;
  }

  private static @Nullable Path sourceOf(String className, @Nullable ClassLoader loader) {
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
