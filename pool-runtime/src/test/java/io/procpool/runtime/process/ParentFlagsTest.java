package io.procpool.runtime.process;

import static java.io.File.pathSeparator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.ipc.inside.Insider;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
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
            "-da:my.pkg...",
            "-esa",
            "-Xss4m",
            "--enable-preview",
            "-Dfile.encoding=UTF-8",
            "--add-modules=jdk.incubator.vector"),
        ParentFlags.copiedFrom(
            List.of(
                "-ea",
                "-da:my.pkg...",
                "-esa",
                "-Xss4m",
                "-Xmx8g",
                "-XX:+UseZGC",
                "-javaagent:a.jar",
                "--enable-preview",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC",
                "-Duser.home=/x",
                "-Dmy.property=1",
                "--add-modules=jdk.incubator.vector",
                "-cp=a:b"),
            _ -> true));
  }

  @Test
  void whatIsSaidOfModulesIsCopiedForThoseThatTheChildHas() {
    Path here = Path.of("").toAbsolutePath();
    List<String> options =
        List.of(
            "--add-modules=mine,java.sql,ALL-SYSTEM",
            "--add-modules=mine",
            "--limit-modules=mine",
            "--add-opens=mine/p=other",
            "--add-reads=mine=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=other",
            "--patch-module=mine=a.jar" + pathSeparator + "/b",
            "--upgrade-module-path=u");
    assertEquals(
        List.of(
            "--add-modules=mine,java.sql,ALL-SYSTEM",
            "--add-modules=mine",
            "--limit-modules=mine",
            "--add-opens=mine/p=other",
            "--add-reads=mine=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=other",
            "--patch-module=mine=" + here.resolve("a.jar") + pathSeparator + "/b",
            "--upgrade-module-path=" + here.resolve("u")),
        ParentFlags.copiedFrom(options, _ -> true));
    assertEquals(
        List.of(
            "--add-modules=java.sql,ALL-SYSTEM",
            "--add-exports=java.base/sun.nio.ch=other",
            "--upgrade-module-path=" + here.resolve("u")),
        ParentFlags.copiedFrom(options, name -> name.startsWith("java.")));
  }

  @Test
  void assertionsAreAsTheClassLoaderHasThem() {
    boolean asserted = ParentFlagsTest.class.desiredAssertionStatus();
    assertEquals(asserted, ParentFlags.copied(_ -> true).contains("-ea"));
    ClassLoader loader = ParentFlags.class.getClassLoader();
    loader.setDefaultAssertionStatus(!asserted);
    try {
      assertEquals(!asserted, ParentFlags.copied(_ -> true).contains("-ea"));
    } finally {
      loader.setDefaultAssertionStatus(asserted);
    }
  }

  @Test
  void packagesOpenedAtRunTimeAreFound() {
    Module unnamed = ParentFlagsTest.class.getModule();
    List<String> flags = ParentFlags.opened(unnamed, _ -> true);
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

  @Test
  void whatProcpoolOpensForItselfIsNotGivenToChildren() {
    Module ours = ParentFlagsTest.class.getModule();
    List<String> before = ParentFlags.opened(ours, _ -> true);
    assertTrue(Insider.open("java.util.zip", ours));
    assertTrue(Object.class.getModule().isOpen("java.util.zip", ours));
    assertEquals(before, ParentFlags.opened(ours, _ -> true));
  }
}
