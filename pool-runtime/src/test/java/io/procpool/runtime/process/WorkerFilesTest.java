package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.ipc.memory.PidNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerFilesTest {

  private static final long DEAD_PID = 0x7fff_fff0L;

  @TempDir(factory = ShortTempDir.class)
  Path root;

  @Test
  void directoryIsTheUsersAlone() throws Exception {
    Path made = prepare(root);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(made, prepare(root));
  }

  @Test
  void directoryOthersMayEnterOrALinkIsNotUsed() throws Exception {
    Path made = prepare(root);
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertNotEquals(made, prepare(root));
    Path target = Files.createDirectory(root.resolve("target"));
    Files.delete(made);
    Files.createSymbolicLink(made, target);
    assertNotEquals(made, prepare(root));
  }

  @Test
  void whereNothingWillDoTheMessageNamesThePlacesAndTheWayOut() throws Exception {
    Path file = Files.createFile(root.resolve("procpool-workers-me"));
    String message =
        assertThrows(IOException.class, () -> WorkerFiles.prepare(List.of(root), "me"))
            .getMessage();
    assertTrue(message.contains(file.toString()), message);
    assertTrue(message.contains("-Djava.io.tmpdir"), message);
  }

  @Test
  void aDirectoryThatWasCleanedAwayIsMadeAgain() throws Exception {
    Path made = prepare(root);
    Files.delete(made);
    assertEquals(made, prepare(root));
    assertTrue(Files.isDirectory(made));
  }

  @Test
  void aPlantedDirectoryIsNotSwept() throws Exception {
    Path planted = Files.createDirectory(root.resolve("procpool-workers-me"));
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = Files.createFile(planted.resolve(DEAD_PID + PidNamespace.suffix() + "-1.sock"));
    prepare(root);
    assertTrue(Files.exists(file));
  }

  /** In the place, or in another one where that will not do. */
  private Path prepare(Path place) throws IOException {
    Path other = Files.createDirectories(root.resolve("o"));
    return WorkerFiles.prepare(List.of(place, other), "me").path();
  }

  @Test
  void filesOfDeadParentsAreRemovedAndCrashReportsStay() throws Exception {
    Path made = prepare(root);
    Path dead = Files.createFile(made.resolve(DEAD_PID + PidNamespace.suffix() + "-1.sock"));
    Path alive = Files.createFile(made.resolve(ProcessHandle.current().pid() + "-1.args"));
    Path report = Files.createFile(made.resolve("hs_err_pid" + DEAD_PID + ".log"));
    prepare(root);
    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(alive));
    assertTrue(Files.exists(report));
  }

  @Test
  void socketsFitIntoTheirAddress() throws Exception {
    Path deep = Files.createDirectories(root.resolve("x".repeat(120)));
    Path made = prepare(deep);
    assertTrue(made.resolve("1234567-12345.sock").toString().length() <= 100, made::toString);
  }

  /** Sockets' paths are short, and so must the directory be. */
  static final class ShortTempDir implements org.junit.jupiter.api.io.TempDirFactory {
    @Override
    public Path createTempDirectory(
        org.junit.jupiter.api.extension.AnnotatedElementContext element,
        org.junit.jupiter.api.extension.ExtensionContext context)
        throws java.io.IOException {
      return Files.createTempDirectory(Path.of("/tmp"), "wf");
    }
  }
}
