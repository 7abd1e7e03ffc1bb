package io.procpool.surroundings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program of {@code src/test/resources/modular}, compiled into a directory, with procpool and
 * its libraries as modules beside it.
 */
final class ModularProgram {

  private static final long LIMIT_MINUTES = 2;

  private static final Pattern LIBRARIES =
      Pattern.compile(
          "(pool-(api|ipc|worker|runtime)|kryo|reflectasm|minlog|objenesis|guava|failureaccess"
              + "|jspecify)(-\\d.*)?\\.jar");

  /** What the libraries without a descriptor would say, so that jlink takes them. */
  private static final Map<String, String> DESCRIPTORS =
      Map.of(
          "minlog",
          "module com.esotericsoftware.minlog { exports com.esotericsoftware.minlog; }",
          "reflectasm",
          "module com.esotericsoftware.reflectasm { exports com.esotericsoftware.reflectasm; }",
          "objenesis",
          """
          module org.objenesis {
            requires jdk.unsupported;
            exports org.objenesis;
            exports org.objenesis.instantiator;
            exports org.objenesis.strategy;
          }
          """,
          "kryo",
          """
          module com.esotericsoftware.kryo {
            requires com.esotericsoftware.minlog;
            requires com.esotericsoftware.reflectasm;
            requires jdk.unsupported;
            requires static java.desktop;
            requires static java.sql;
            requires transitive org.objenesis;
            exports com.esotericsoftware.kryo;
            exports com.esotericsoftware.kryo.io;
            exports com.esotericsoftware.kryo.serializers;
            exports com.esotericsoftware.kryo.unsafe;
            exports com.esotericsoftware.kryo.util;
          }
          """);

  private final Path directory;
  private final Path classes;
  private final List<Path> libraries;

  private ModularProgram(Path directory, Path classes, List<Path> libraries) {
    this.directory = directory;
    this.classes = classes;
    this.libraries = libraries;
  }

  /** Compiles the program into a new directory. */
  static ModularProgram compile(Path directory) throws IOException {
    List<Path> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(ModularProgram::isLibrary)
            .toList();
    Path classes = Files.createDirectory(directory.resolve("classes"));
    ModularProgram program = new ModularProgram(directory, classes, libraries);
    program.compile("modular", classes, "-p", joined(libraries));
    return program;
  }

  // In a build of several modules, procpool's may be directories.
  private static boolean isLibrary(Path entry) {
    return Files.isDirectory(entry)
        ? Files.exists(entry.resolve("module-info.class"))
        : LIBRARIES.matcher(entry.getFileName().toString()).matches();
  }

  /** Compiles classes that are to be patched into the module. */
  Path compilePatch() throws IOException {
    Path patch = Files.createDirectory(directory.resolve("patch"));
    String path = classes + File.pathSeparator + joined(libraries);
    compile("patch", patch, "-p", path, "--patch-module", "app=" + resource("patch"));
    return patch;
  }

  private void compile(String sources, Path into, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-d", into.toString()));
    try (Stream<Path> files = Files.walk(resource(sources))) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    Tool.run("javac", arguments);
  }

  /** Links an image of the program, procpool, its libraries and what they need of the JDK. */
  Path link() throws IOException {
    Path described = Files.createDirectory(directory.resolve("described"));
    for (Path library : libraries) {
      String name = library.getFileName().toString().replaceFirst("-\\d.*", "");
      if (DESCRIPTORS.containsKey(name)) {
        Files.copy(library, described.resolve(name + ".jar"));
      }
    }
    for (String name : List.of("minlog", "reflectasm", "objenesis", "kryo")) {
      describe(described, name);
    }
    Path image = directory.resolve("image");
    String path = joined(List.of(classes, described)) + File.pathSeparator + joined(libraries);
    String modules = "app,io.procpool.runtime,io.procpool.worker";
    Tool.run("jlink", List.of("-p", path, "--add-modules", modules, "--output", image.toString()));
    return image;
  }

  private void describe(Path jars, String name) throws IOException {
    Path jar = jars.resolve(name + ".jar");
    Path work = Files.createDirectories(directory.resolve("described-" + name));
    String text = DESCRIPTORS.get(name);
    Path source = Files.writeString(work.resolve("module-info.java"), text);
    String module = text.substring("module ".length(), text.indexOf(" {"));
    List<String> arguments = new ArrayList<>(List.of("-p", jars.toString(), "-d", "" + work));
    arguments.addAll(List.of("--patch-module", module + "=" + jar, source.toString()));
    Tool.run("javac", arguments);
    Tool.run("jar", List.of("--update", "--file", "" + jar, "-C", "" + work, "module-info.class"));
  }

  /** Runs a class on the module path, or on what of it stands on the class path. */
  Surrounding.Outcome run(Pattern onClassPath, List<String> options, String... main)
      throws IOException, InterruptedException {
    Map<Boolean, List<Path>> split =
        libraries.stream()
            .collect(
                Collectors.partitioningBy(
                    library -> onClassPath.matcher(library.getFileName().toString()).find()));
    List<String> command = new ArrayList<>(List.of(java(Path.of(System.getProperty("java.home")))));
    command.add("--enable-native-access=io.procpool.ipc");
    command.addAll(List.of("-p", classes + File.pathSeparator + joined(split.get(false))));
    command.addAll(List.of("-cp", joined(split.get(true))));
    command.addAll(options);
    command.add("-m");
    command.addAll(List.of(main));
    return run(command);
  }

  /** Runs a class of an image. */
  Surrounding.Outcome runIn(Path image, String... main) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(image)));
    command.add("--enable-native-access=io.procpool.ipc");
    command.add("-m");
    command.addAll(List.of(main));
    return run(command);
  }

  private Surrounding.Outcome run(List<String> command) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), "the program hangs");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Surrounding.Outcome(
        process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Path resource(String name) {
    try {
      return Path.of(ModularProgram.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(name + " has no path", e);
    }
  }

  private static String java(Path image) {
    return image.resolve("bin").resolve("java").toString();
  }

  private static String joined(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
