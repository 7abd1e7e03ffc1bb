package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedResourceException;
import io.procpool.ipc.files.OwnerOnly;
import io.procpool.ipc.files.User;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
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
    ProcessIdentity me = ProcessIdentity.current();
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
          Files.createDirectory(user.homeOf(ProcessIdentity.look(other.pid()).orElseThrow()));
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
    Path target = Files.createDirectory(root.resolve("target"), OwnerOnly.directory());
    Files.createSymbolicLink(user.path(), target);
    assertThrows(
        SharedResourceException.class, () -> new SegmentDirectory(root).create("test", 64));
  }

  @Test
  void whatAnotherUserPlantedIsNeitherUsedNorSwept() throws Exception {
    UserDirectory user = new UserDirectory(root);
    Path planted = Files.createDirectory(user.path());
    Path victim = Files.createDirectory(root.resolve("victim"), OwnerOnly.directory());
    Path precious = Files.createFile(victim.resolve("lock-1"));
    Files.createSymbolicLink(planted.resolve("4000000-1"), victim);
    giveAway(planted);
    SegmentDirectory directory = new SegmentDirectory(root);
    assertThrows(SharedResourceException.class, () -> directory.create("test", 64));
    directory.sweep();
    directory.remove();
    assertTrue(Files.exists(precious));
    assertEquals(List.of(), directory.named("lock-1"));
    assertTrue(Files.exists(planted.resolve("4000000-1"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aHomeThatAnotherUserPlantedIsNotUsed() throws Exception {
    SegmentDirectory directory = new SegmentDirectory(root);
    Files.createDirectories(directory.path());
    giveAway(directory.path().getParent());
    assertThrows(SharedResourceException.class, () -> directory.create("test", 64));
    assertEquals(0, directory.path().toFile().list().length);
  }

  @Test
  void aNameThatAnotherUserTookSendsSegmentsToTheNextPlace() throws Exception {
    Path first = Files.createDirectory(root.resolve("first"));
    Path second = Files.createDirectory(root.resolve("second"));
    giveAway(Files.createDirectory(new UserDirectory(first).path()));
    SegmentDirectory directory = new SegmentDirectory(List.of(first, second));
    try (Segment segment = directory.create("test", 64)) {
      assertTrue(segment.path().startsWith(second), segment.path()::toString);
    }
  }

  @Test
  void whatIsInALaterPlaceIsFoundByItsName() throws Exception {
    Path first = Files.createDirectory(root.resolve("first"));
    Path second = Files.createDirectory(root.resolve("second"));
    Path named = new SegmentDirectory(second).createNamed("test=m", "test", 64);
    assertEquals(List.of(named), new SegmentDirectory(List.of(first, second)).named("test=m"));
  }

  @Test
  void aLinkAmongTheHomesIsNotFollowed() throws Exception {
    UserDirectory user = new UserDirectory(root);
    user.make();
    Path victim = Files.createDirectory(root.resolve("victim"), OwnerOnly.directory());
    Path precious = Files.createFile(victim.resolve("lock-1"));
    Path link = Files.createSymbolicLink(user.path().resolve("4000000-1"), victim);
    user.sweep();
    assertTrue(Files.exists(precious));
    assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aLinkInADeadHomeGoesAndItsTargetStays() throws Exception {
    UserDirectory user = new UserDirectory(root);
    user.make();
    Path precious = Files.createFile(root.resolve("precious"));
    Path home = Files.createDirectory(user.path().resolve("4000000-1"));
    Files.createSymbolicLink(home.resolve("lock-1"), precious);
    user.sweep();
    assertTrue(Files.exists(precious));
    assertFalse(Files.exists(home));
  }

  @Test
  void aFileThatIsNotOursStaysInADeadHome() throws Exception {
    UserDirectory user = new UserDirectory(root);
    user.make();
    Path home = Files.createDirectory(user.path().resolve("4000000-1"));
    Path stranger = Files.createFile(home.resolve("notes.txt"));
    user.sweep();
    assertTrue(Files.exists(stranger));
  }

  @Test
  void anInterruptedThreadMakesSegmentsAndStaysInterrupted() throws Exception {
    SegmentDirectory directory = new SegmentDirectory(root);
    Thread.currentThread().interrupt();
    try (Segment segment = directory.create("test", 200_000)) {
      assertTrue(Thread.interrupted());
      assertEquals(200_000, segment.bytes());
    }
  }

  @Test
  void interruptsThatComeMeanwhileEndNoCreation() throws Exception {
    SegmentDirectory directory = new SegmentDirectory(root);
    Thread maker = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread interrupter =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                maker.interrupt();
              }
            });
    try {
      for (int i = 0; i < 200; i++) {
        directory.create("test", 100_000).close();
      }
    } finally {
      done.set(true);
      while (interrupter.isAlive()) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
    }
  }

  @Test
  void aHomeThatACleanerRemovedIsMadeAgain() throws Exception {
    SegmentDirectory directory = new SegmentDirectory(root);
    try (Segment lost = directory.create("test", 64)) {
      directory.remove();
      try (Segment segment = directory.create("test", 64)) {
        assertTrue(Files.exists(segment.path()));
      }
      assertFalse(Files.exists(lost.path()));
    }
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

  /** Makes it another user's, or, where this user cannot, one that others may enter. */
  private static void giveAway(Path directory) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    if (User.id().equals("0")) {
      Files.setAttribute(directory, "unix:uid", 61_234);
    }
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
