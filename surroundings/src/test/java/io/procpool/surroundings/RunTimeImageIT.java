package io.procpool.surroundings;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program on the class path of other run-time images, and of other rights. */
@ExtendWith(Application.Once.class)
class RunTimeImageIT {

  private final Surrounding plain;

  @TempDir Path home;

  RunTimeImageIT(Application application) {
    plain = application.plain();
  }

  @Test
  void aProgramWorksInASmallImageOfAnOddName() throws Exception {
    Path image = home.resolve("run time (ünd more)");
    link(image, "java.logging,java.management,jdk.unsupported");
    plain
        .image(image)
        .shell("export LC_ALL=C.UTF-8 JAVA_HOME='" + image + "'", "exec \"$@\"")
        .run(home)
        .worksInSilence();
  }

  @Test
  void aProgramIsToldWhichModuleItsImageLacks() throws Exception {
    Path image = home.resolve("image");
    link(image, "java.logging,java.management");
    plain.image(image).run(home).failsSaying("add jdk.unsupported to jlink's --add-modules");
  }

  @Test
  void aProgramIsToldByAnOlderJavaThatItIsTooOld() throws Exception {
    String older = "ls -d /usr/lib/jvm/*17*/bin/java";
    Machine.assumeCan(older);
    plain
        .shell("shift", "exec $(" + older + " | head -n 1) \"$@\"")
        .run(home)
        .failsSaying("UnsupportedClassVersionError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--illegal-native-access=deny", "--illegal-native-access=allow"})
  void aProgramWorksWithoutNativeAccess(String option) throws Exception {
    Surrounding without = plain.withoutNativeAccess();
    (option.isEmpty() ? without : without.options(option)).run(home).worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-Xint -XX:+UseSerialGC",
        "-XX:-UseCompressedOops -XX:+UseCompactObjectHeaders"
      })
  void aProgramWorksInAJvmOfOtherKind(String options) throws Exception {
    plain.options(options.split(" ")).run(home).worksInSilence();
  }

  private static void link(Path image, String modules) {
    Tool.run("jlink", List.of("--add-modules", modules, "--output", image.toString()));
  }
}
