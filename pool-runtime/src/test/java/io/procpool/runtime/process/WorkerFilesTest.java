package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerFilesTest {

  private static final long DEAD_PID = 0x7fff_fff0L;

  @TempDir(factory = ShortTempDir.class)
  Path root;

  @Test
  void directoryIsTheUsersAlone() throws Exception {
    Path made = WorkerFiles.prepare(root, "me");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(made, WorkerFiles.prepare(root, "me"));
  }

  @Test
  void directoryOthersMayEnterOrALinkIsNotUsed() throws Exception {
    Path made = WorkerFiles.prepare(root, "me");
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertNotEquals(made, WorkerFiles.prepare(root, "me"));
    Path target = Files.createDirectory(root.resolve("target"));
    Path link = Files.createSymbolicLink(root.resolve("procpool-workers-you"), target);
    assertNotEquals(link, WorkerFiles.prepare(root, "you"));
  }

  @Test
  void filesOfDeadParentsAreRemovedAndCrashReportsStay() throws Exception {
    Path made = WorkerFiles.prepare(root, "me");
    Path dead = Files.createFile(made.resolve(DEAD_PID + "-1.sock"));
    Path alive = Files.createFile(made.resolve(ProcessHandle.current().pid() + "-1.args"));
    Path report = Files.createFile(made.resolve("hs_err_pid" + DEAD_PID + ".log"));
    WorkerFiles.prepare(root, "me");
    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(alive));
    assertTrue(Files.exists(report));
  }

  @Test
  void socketsFitIntoTheirAddress() throws Exception {
    Path deep = Files.createDirectories(root.resolve("x".repeat(120)));
    Path made = WorkerFiles.prepare(deep, "longnameuser");
    assertTrue(made.resolve("1234567-12345.sock").toString().length() <= 100, made::toString);
    Files.deleteIfExists(Path.of("/tmp/procpool-workers-longnameuser"));
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
