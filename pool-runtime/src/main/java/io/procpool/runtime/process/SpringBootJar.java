package io.procpool.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * An executable jar of Spring Boot, packed or unpacked into a directory. Its classes are in jars
 * inside it, so a worker is started through Spring Boot's PropertiesLauncher, which runs the class
 * named by {@code loader.main}.
 *
 * @param path the jar or the directory
 * @param launcher PropertiesLauncher's full name in the jar's version of Spring Boot
 */
record SpringBootJar(Path path, String launcher) {

  private static final String PACKAGE = "org.springframework.boot.loader.";

  /** The jar, if the class path is one and nothing else. */
  static Optional<SpringBootJar> of(List<Path> application) {
    if (application.size() != 1) {
      return Optional.empty();
    }
    Path path = application.getFirst().normalize();
    try {
      Manifest manifest = Files.isDirectory(path) ? unpacked(path) : packed(path);
      String main =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      if (main == null || !main.startsWith(PACKAGE)) {
        return Optional.empty();
      }
      // JarLauncher, WarLauncher and PropertiesLauncher share a package, another since 3.2.
      String launcher = main.substring(0, main.lastIndexOf('.') + 1) + "PropertiesLauncher";
      return Optional.of(new SpringBootJar(path, launcher));
    } catch (IOException notAJar) {
      return Optional.empty();
    }
  }

  private static @Nullable Manifest packed(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      return file.getManifest();
    }
  }

  private static Manifest unpacked(Path directory) throws IOException {
    try (InputStream text = Files.newInputStream(directory.resolve(JarFile.MANIFEST_NAME))) {
      return new Manifest(text);
    }
  }

  /** Whether the launcher finds these files by itself. */
  boolean holds(List<Path> files) {
    return files.stream().allMatch(file -> file.startsWith(path));
  }

  /** The end of the command that runs the class. */
  List<String> words(String mainClass) {
    return List.of("-Dloader.main=" + mainClass, "-cp", path.toString(), launcher);
  }
}
