package io.procpool.surroundings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The application in {@code spring-boot}, as the plugin of each version has packed it. */
@ParameterizedClass
@ValueSource(strings = {"3.5", "4.0"})
class SpringBootIT {

  private final Path jar;

  @TempDir Path home;

  SpringBootIT(String version) {
    jar = Path.of("spring-boot", version, "target", "application.jar").toAbsolutePath();
    assertTrue(Files.exists(jar), () -> "run mvn -pl surroundings -am package: no " + jar);
  }

  @Test
  void anApplicationWorksInItsJar() throws Exception {
    started("-jar", jar.toString()).worksInSilence();
  }

  @Test
  void anApplicationWorksExtractedByItsTools() throws Exception {
    Path extracted = home.resolve("extracted");
    Surrounding.of(
            "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", "extracted")
        .run(home);
    started("-jar", extracted.resolve("application.jar").toString()).worksInSilence();
  }

  @Test
  void anApplicationWorksUnpackedWithItsLauncher() throws Exception {
    Path unpacked = home.resolve("unpacked");
    Tool.run("jar", List.of("--extract", "--file", jar.toString(), "--dir", unpacked.toString()));
    started("-cp", unpacked.toString(), "org.springframework.boot.loader.launch.JarLauncher")
        .worksInSilence();
  }

  @Test
  void anApplicationWorksUnpackedWithoutALauncher() throws Exception {
    Path unpacked = home.resolve("unpacked");
    Tool.run("jar", List.of("--extract", "--file", jar.toString(), "--dir", unpacked.toString()));
    String path = unpacked.resolve("BOOT-INF/classes") + ":" + unpacked.resolve("BOOT-INF/lib/*");
    started("-cp", path, "io.procpool.surroundings.springboot.Application").worksInSilence();
  }

  @Test
  void anApplicationWorksWithoutNativeAccess() throws Exception {
    Surrounding.of("-jar", jar.toString()).withoutNativeAccess().run(home).worksInSilence();
  }

  private Surrounding.Outcome started(String... program) throws Exception {
    return Surrounding.of(program).run(home);
  }
}
