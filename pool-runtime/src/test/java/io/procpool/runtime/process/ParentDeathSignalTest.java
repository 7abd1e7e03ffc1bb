package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathSignalTest {

  @TempDir Path directory;

  private Path program(String name, String text, String mode) throws Exception {
    Path file = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aProgramThatKnowsTheOptionIsTaken() throws Exception {
    Path old = program("old", "nnp\0ruid\0", "rwxr-xr-x");
    Path able = program("able", "nnp\0pdeathsig\0ruid\0", "rwxr-xr-x");
    assertEquals(
        List.of(able.toString(), "--pdeathsig", "KILL"),
        ParentDeathSignal.words(List.of(old, able)));
  }

  @Test
  void withoutSuchAProgramACommandStandsAlone() throws Exception {
    Path missing = directory.resolve("missing");
    Path old = program("old", "nnp\0ruid\0", "rwxr-xr-x");
    Path text = program("text", "pdeathsig", "rw-r--r--");
    assertEquals(List.of(), ParentDeathSignal.words(List.of(missing, old, text)));
  }
}
