package io.procpool.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * An executable jar of Spring Boot. Its classes are in jars inside it, so a worker is started
 * through Spring Boot's PropertiesLauncher, which runs the class named by {@code loader.main}.
 *
 * @param path the jar
 * @param launcher PropertiesLauncher's full name in the jar's version of Spring Boot
 */
record SpringBootJar(Path path, String launcher) {

  private static final String PACKAGE = "org.springframework.boot.loader.";

  /** The jar, if the class path is one and nothing else. */
  static Optional<SpringBootJar> of(List<Path> application) {
    if (application.size() != 1 || !Files.isRegularFile(application.getFirst())) {
      return Optional.empty();
    }
    Path path = application.getFirst();
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      Manifest manifest = jar.getManifest();
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

  /** The end of the command that runs the class. */
  List<String> words(String mainClass) {
    return List.of("-Dloader.main=" + mainClass, "-cp", path.toString(), launcher);
  }
}
