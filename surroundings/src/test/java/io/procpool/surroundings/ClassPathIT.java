package io.procpool.surroundings;

import static java.io.File.pathSeparator;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program packed, and put on class paths, in many ways. */
@ExtendWith(Application.Once.class)
class ClassPathIT {

  /** Linux takes 131,072 bytes in one argument, and 2 MiB in all. */
  private static final int ONE_ARGUMENT = 131_072;

  private static final int ALL_ARGUMENTS = 2 << 20;

  private final Application application;

  @TempDir Path home;

  ClassPathIT(Application application) {
    this.application = application;
  }

  @Test
  void anExecutableJarWorksWithItsClassPathInItsManifest() throws Exception {
    Path jar = home.resolve("everyday.jar");
    String path = urls(application.libraries(), home::relativize);
    Application.pack(jar, application.classes(), "Class-Path: " + path);
    Surrounding.ofJar(jar).run(home).worksInSilence();
  }

  @Test
  void aShadedJarWorks() throws Exception {
    Path all = home.resolve("all");
    for (Path library : application.libraries().reversed()) {
      unpack(library, all);
    }
    unpack(application.classes(), all);
    Path jar = home.resolve("shaded.jar");
    Application.pack(jar, all);
    Surrounding.ofJar(jar).run(home).worksInSilence();
  }

  @Test
  void aJarOfAManifestAloneWorksAsClassPath() throws Exception {
    Path jar = home.resolve("path.jar");
    Path nothing = Files.createDirectory(home.resolve("nothing"));
    String path = urls(application.entries(), entry -> entry);
    Application.pack(jar, nothing, "Class-Path: " + path);
    on(jar.toString()).run(home).worksInSilence();
  }

  @Test
  void aProgramWorksWithWildcards() throws Exception {
    String libraries = application.libraries().getFirst().getParent() + "/*";
    on(application.classes() + pathSeparator + libraries).run(home).worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Program Files (x86)", "Bücher für $HOME", "日本 'quoted' \"\\"})
  void aProgramWorksInADirectoryOfAnOddName(String name) throws Exception {
    Path odd = Files.createDirectory(home.resolve(name));
    String path = copied(odd).map(Path::toString).collect(joining(pathSeparator));
    on(path).shell("export LC_ALL=C.UTF-8", "exec \"$@\"").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksWithRelativeEmptyAndMissingEntries() throws Exception {
    Path start = Files.createDirectory(home.resolve("start"));
    String path =
        copied(Files.createDirectory(home.resolve("odd")))
            .map(entry -> start.relativize(entry).toString())
            .collect(joining(pathSeparator, "::missing:/no/such.jar:", ":"));
    on(path).shell("cd start", "exec \"$@\"").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksWithTheClassPathInAVariable() throws Exception {
    application
        .plain()
        .shell("export CLASSPATH='" + application.classPath() + "'", "exec \"$@\"")
        .program(Application.MAIN)
        .run(home)
        .worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(ints = {ONE_ARGUMENT, ALL_ARGUMENTS})
  void aProgramWorksWithAClassPathThatNoCommandLineTakes(int bytes) throws Exception {
    StringBuilder path = new StringBuilder(application.classPath());
    for (int entry = 0; path.length() <= bytes; entry++) {
      path.append(pathSeparator)
          .append("/no/such/directory/")
          .append("x".repeat(200))
          .append(entry);
    }
    Path arguments = Files.writeString(home.resolve("arguments"), "-cp \"" + path + "\"");
    application.plain().program("@" + arguments, Application.MAIN).run(home).worksInSilence();
  }

  private Surrounding on(String classPath) {
    return application.on(classPath, Application.MAIN);
  }

  /** As a manifest takes them, in lines that are not too long. */
  private static String urls(List<Path> entries, UnaryOperator<Path> as) {
    return entries.stream()
        .map(entry -> as.apply(entry) + (Files.isDirectory(entry) ? "/" : ""))
        .collect(joining("\n  "));
  }

  /** Everything of the class path in one directory. */
  private Stream<Path> copied(Path to) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Path entry : application.entries()) {
      copies.add(to.resolve(entry.getFileName().toString()));
      Application.copy(entry, copies.getLast(), Files::isRegularFile);
    }
    return copies.stream();
  }

  private static void unpack(Path entry, Path to) throws IOException {
    if (Files.isDirectory(entry)) {
      Application.copy(entry, to, Files::isRegularFile);
    } else {
      Tool.run("jar", List.of("--extract", "--file", "" + entry, "--dir", "" + to));
    }
  }
}
