package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpringBootJarTest {

  @TempDir Path directory;

  @Test
  void executableJarIsStartedThroughItsPropertiesLauncher() throws Exception {
    Path jar = jar("org.springframework.boot.loader.launch.JarLauncher");
    assertEquals(
        List.of(
            "-Dloader.main=my.Main",
            "-cp",
            jar.toString(),
            "org.springframework.boot.loader.launch.PropertiesLauncher"),
        SpringBootJar.of(List.of(jar)).orElseThrow().words("my.Main"));
  }

  @Test
  void launcherOfOlderVersionsIsFoundToo() throws Exception {
    Path jar = jar("org.springframework.boot.loader.WarLauncher");
    assertEquals(
        "org.springframework.boot.loader.PropertiesLauncher",
        SpringBootJar.of(List.of(jar)).orElseThrow().launcher());
  }

  @Test
  void anUnpackedJarIsStartedThroughItsLauncherToo() throws Exception {
    Path manifest = Files.createDirectory(directory.resolve("META-INF")).resolve("MANIFEST.MF");
    Files.writeString(manifest, "Main-Class: org.springframework.boot.loader.launch.JarLauncher\n");
    SpringBootJar unpacked = SpringBootJar.of(List.of(directory.resolve("."))).orElseThrow();
    assertEquals(directory, unpacked.path());
    assertTrue(unpacked.holds(List.of(directory.resolve("BOOT-INF/lib/procpool.jar"))));
    assertFalse(unpacked.holds(List.of(directory.resolveSibling("procpool.jar"))));
  }

  @Test
  void otherJarsAndLongerClassPathsAreNot() throws Exception {
    Path boot = jar("org.springframework.boot.loader.launch.JarLauncher");
    assertEquals(Optional.empty(), SpringBootJar.of(List.of(boot, directory)));
    assertEquals(Optional.empty(), SpringBootJar.of(List.of(directory)));
    assertEquals(Optional.empty(), SpringBootJar.of(List.of(jar("my.Main"))));
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    assertEquals(Optional.empty(), SpringBootJar.of(List.of(text)));
  }

  private Path jar(String main) throws Exception {
    Path jar = directory.resolve(main + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.finish();
    }
    return jar;
  }
}
