package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptionWordsTest {

  @TempDir Path directory;

  @Test
  void aVariablesWordsAreBetweenWhiteSpace() {
    assertEquals(
        List.of("-ea", "-Dx=1", "-Dy=2"), OptionWords.ofJvmVariable("  -ea\t-Dx=1\n-Dy=2 "));
    assertEquals(List.of(), OptionWords.ofJvmVariable(" "));
  }

  @Test
  void quotesOfBothKindsKeepWhiteSpaceAndABackslashIsItself() {
    assertEquals(
        List.of("-Dx=a b", "-Dy=it's", "-Dz=C:\\t"),
        OptionWords.ofJvmVariable("-Dx=\"a b\" '-Dy=it'\"'\"s -Dz=C:\\t"));
  }

  @Test
  void filesOfOptionsAreRead() throws Exception {
    Path file = Files.writeString(directory.resolve("options"), "-Da=1\n'-Db=2 3'\n");
    assertEquals(
        List.of("-Da=1", "-Db=2 3", "-Dc"),
        OptionWords.ofJvmVariable("-XX:VMOptionsFile=" + file + " -Dc"));
  }

  @Test
  void aFileThatHasGoneIsLeftToTheJvm() {
    String word = "-XX:VMOptionsFile=" + directory.resolve("gone");
    assertEquals(List.of(word), OptionWords.ofJvmVariable(word));
  }

  @Test
  void argumentFilesOfTheLaunchersVariableAreRead() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("arguments"),
            """
            # a comment
            -Da="1 \\"2\\"" # another
            -Dpath="C:\\\\x\\
                y"
            --add-opens java.base/java.lang=ALL-UNNAMED
            """);
    assertEquals(
        List.of(
            "-Da=1 \"2\"",
            "-Dpath=C:\\xy",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "@literal"),
        OptionWords.ofLauncherVariable("@" + file + " @@literal"));
  }

  @Test
  void anOptionAndItsValueAreOneWord() {
    assertEquals(
        List.of("--add-modules=a", "-ea", "-cp"),
        OptionWords.joined(List.of("--add-modules", "a", "-ea", "-cp")));
  }
}
