package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParentFlagsTest {

  @Test
  void optionsEndAtTheMainClass() {
    assertEquals(
        List.of("-ea", "-cp=a:b", "-Xmx1g", "--add-modules=jdk.incubator.vector"),
        ParentFlags.options(
            List.of(
                "java",
                "-ea",
                "-cp",
                "a:b",
                "-Xmx1g",
                "--add-modules",
                "jdk.incubator.vector",
                "my.Main",
                "-da")));
    assertEquals(
        List.of("-ea"), ParentFlags.options(List.of("java", "-ea", "-jar", "-x.jar", "-da")));
    assertEquals(
        List.of("-p=mods"),
        ParentFlags.options(List.of("java", "-p", "mods", "-m", "m/c.Main", "-ea")));
  }

  @Test
  void argumentFilesAreAskedFromTheJvm() {
    assertEquals(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        ParentFlags.options(List.of("java", "@options", "Main")));
  }

  @Test
  void onlyWhatChangesTheMeaningOfCodeIsCopied() {
    assertEquals(
        List.of(
            "-ea",
            "-da:my.pkg...",
            "-esa",
            "--enable-preview",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC",
            "--add-modules=jdk.incubator.vector"),
        ParentFlags.copiedFrom(
            List.of(
                "-ea",
                "-da:my.pkg...",
                "-esa",
                "-Xmx8g",
                "-XX:+UseZGC",
                "-javaagent:a.jar",
                "--enable-preview",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC",
                "-Duser.home=/x",
                "-Dmy.property=1",
                "--add-modules=jdk.incubator.vector",
                "-cp=a:b")));
  }

  @Test
  void packagesOpenedAtRunTimeAreFound() {
    Module unnamed = ParentFlagsTest.class.getModule();
    List<String> flags = ParentFlags.opened(ModuleLayer.boot(), unnamed);
    for (String flag : flags) {
      String[] target = flag.substring(flag.indexOf('=') + 1).split("[/=]");
      Module module = ModuleLayer.boot().findModule(target[0]).orElseThrow();
      assertFalse(module.isOpen(target[1]), flag);
      assertTrue(
          flag.startsWith("--add-opens=")
              ? module.isOpen(target[1], unnamed)
              : module.isExported(target[1], unnamed),
          flag);
    }
  }
}
