package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedResourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentDirectoryTest {

  @TempDir Path root;

  @Test
  void onlyTheOwnerMayEnter() throws Exception {
    Segment segment = new SegmentDirectory(root).create("test", 64);
    Path home = segment.path().getParent();
    assertEquals("rw-------", permissions(segment.path()));
    assertEquals("rwx------", permissions(home));
    assertEquals("rwx------", permissions(home.getParent()));
    segment.close();
  }

  @Test
  void removesWhatDeadProcessesLeft() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ProcessIdentity dead = new ProcessIdentity(ended.pid(), 123);
    ended.waitFor();
    UserDirectory user = new UserDirectory(root);
    user.make();
    Path left = Files.createDirectory(user.homeOf(dead));
    Files.createFile(left.resolve("lock-1"));
    new SegmentDirectory(root).create("test", 64).close();
    assertFalse(Files.exists(left));
  }

  @Test
  void removesWhatAProcessLeftWhosePidIsReused() throws Exception {
    ProcessIdentity me = ProcessIdentity.CURRENT;
    UserDirectory user = new UserDirectory(root);
    user.make();
    Path left = Files.createDirectory(user.homeOf(new ProcessIdentity(me.pid(), me.start() - 1)));
    user.sweep();
    assertFalse(Files.exists(left));
  }

  @Test
  void keepsWhatLivingProcessesUse() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      UserDirectory user = new UserDirectory(root);
      user.make();
      Path home =
          Files.createDirectory(user.homeOf(ProcessIdentity.ofLiving(other.pid()).orElseThrow()));
      Path stranger = Files.createFile(user.path().resolve("not-ours"));
      Files.createDirectory(user.path().resolve("9999999-1"));
      user.sweep();
      assertTrue(Files.exists(home));
      assertTrue(Files.exists(stranger));
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aDirectoryThatOthersMayEnterIsRefused() throws Exception {
    UserDirectory user = new UserDirectory(root);
    Files.createDirectory(user.path());
    Files.setPosixFilePermissions(user.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
    SharedResourceException refused =
        assertThrows(
            SharedResourceException.class, () -> new SegmentDirectory(root).create("test", 64));
    assertTrue(refused.getMessage().contains("mode=777"), refused.getMessage());
  }

  @Test
  void aSymbolicLinkIsRefused() throws Exception {
    UserDirectory user = new UserDirectory(root);
    Path target = Files.createDirectory(root.resolve("target"), UserDirectory.PRIVATE);
    Files.createSymbolicLink(user.path(), target);
    assertThrows(
        SharedResourceException.class, () -> new SegmentDirectory(root).create("test", 64));
  }

  @Test
  void removingLeavesNothing() throws Exception {
    SegmentDirectory directory = new SegmentDirectory(root);
    directory.create("test", 64);
    directory.create("test", 64);
    directory.remove();
    try (var left = Files.list(root)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void comingsAndGoingsAtTheSameTimeDisturbNobody() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> comeAndGo =
          () -> {
            for (int i = 0; i < 300; i++) {
              SegmentDirectory directory = new SegmentDirectory(root);
              directory.create("t" + Thread.currentThread().threadId(), 64).close();
              new UserDirectory(root).removeIfEmpty();
              new UserDirectory(root).sweep();
            }
            return null;
          };
      for (var done : threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> comeAndGo).toList())) {
        done.get();
      }
    }
  }

  @Test
  void aSegmentIsGoneWhenItsProcessExits() throws Exception {
    assertEquals("", runOwner("exit"));
    try (var left = Files.list(root)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aKilledProcessesSegmentIsGoneWithTheNextStart() throws Exception {
    assertEquals("", runOwner("kill"));
    UserDirectory user = new UserDirectory(root);
    try (var left = Files.list(user.path())) {
      assertEquals(1, left.count());
    }
    user.sweep();
    try (var left = Files.list(user.path())) {
      assertEquals(0, left.count());
    }
  }

  private String runOwner(String end) throws Exception {
    Process owner =
        ChildJvm.start(SegmentOwner.class, "-D" + SegmentDirectory.ROOT_PROPERTY + "=" + root, end);
    String output = new String(owner.getInputStream().readAllBytes());
    owner.waitFor();
    return output;
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Makes a segment and ends as told. */
  static final class SegmentOwner {
    public static void main(String[] args) throws Exception {
      Segment segment = SegmentDirectory.current().create("test", 64);
      if (!Files.exists(segment.path())) {
        System.out.println("no file at " + segment.path());
      }
      if (args[0].equals("kill")) {
        new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
        Thread.sleep(60_000);
      }
    }
  }
}
