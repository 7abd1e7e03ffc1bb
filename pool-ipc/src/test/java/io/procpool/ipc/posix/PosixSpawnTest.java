package io.procpool.ipc.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Children are shells: what they print on fd 3 (a socket) is what they see. */
@Timeout(20)
final class PosixSpawnTest {

  @TempDir Path directory;

  @Test
  void childsDescriptorThreeIsTheSocket() throws Exception {
    assertEquals("hello\n", run(Map.of(), null, "echo hello"));
  }

  @Test
  void childHasNoOtherDescriptorsOfTheParent() throws Exception {
    // This JVM has the class path's jars, its own sockets and this file open.
    try (FileInputStream open = new FileInputStream("/dev/null")) {
      assertTrue(open.getFD().valid());
      assertEquals("0\n1\n2\n3\n", run(Map.of(), null, "ls /proc/$$/fd"));
    }
  }

  @Test
  void childsStandardInputIsAtItsEnd() throws Exception {
    assertEquals("0\n", run(Map.of(), null, "cat | wc -c"));
  }

  @Test
  void withheldVariablesAreNotPassedOn() throws Exception {
    PosixSpawn spawn =
        new PosixSpawn(
            List.of("/bin/sh", "-c", "exec 1>&3; echo \"[$HOME]\""),
            Map.of(),
            Set.of("HOME"),
            null);
    assertEquals("[]\n", run(spawn));
  }

  @Test
  void environmentIsTheParentsWithOurChanges() throws Exception {
    Map<String, String> changes = Map.of("HOME", "/changed", "PROCPOOL_NEW", "ü b");
    assertEquals(
        System.getenv("PATH") + " /changed ü b\n",
        run(changes, null, "echo \"$PATH $HOME $PROCPOOL_NEW\""));
    String count = run(changes, null, "env | grep -c '^HOME='");
    assertEquals("1\n", count);
    assertEquals(System.getenv("HOME") + "\n", run(Map.of(), null, "echo \"$HOME\""));
  }

  @Test
  void childStartsInItsWorkingDirectory() throws Exception {
    assertEquals(directory.toRealPath() + "\n", run(Map.of(), directory, "pwd -P"));
    assertEquals(Path.of("").toRealPath() + "\n", run(Map.of(), null, "pwd -P"));
  }

  @Test
  void childLeadsASessionOfItsOwn() throws Exception {
    // Fields of /proc/PID/stat: pid (comm) state ppid pgrp session tty
    String[] stat = run(Map.of(), null, "cat /proc/$$/stat").split(" ");
    assertEquals(stat[0], stat[4]);
    assertEquals(stat[0], stat[5]);
    assertEquals("0", stat[6]);
  }

  @Test
  void childsSignalsAreNeitherBlockedNorIgnored() throws Exception {
    String masks = run(Map.of(), null, "exec grep -E 'SigBlk|SigIgn' /proc/self/status");
    // glibc itself ignores its two internal signals, 32 and 33, until a thread needs them.
    assertTrue(masks.matches("SigBlk:\t0{16}\nSigIgn:\t0{7}[01][08]0{7}\n"), masks);
  }

  @Test
  void missingExecutableAndDirectoryAreReported() throws Exception {
    int[] pair = Posix.socketpair();
    try {
      PosixSpawn noSuch = new PosixSpawn(List.of("/no/such", "x"), Map.of(), null);
      assertEquals(
          "posix_spawn(/no/such): ENOENT (2, no such file or directory)",
          assertThrows(PosixException.class, () -> noSuch.start(pair[1])).getMessage());
      PosixSpawn nowhere = new PosixSpawn(List.of("/bin/sh"), Map.of(), directory.resolve("gone"));
      assertTrue(
          assertThrows(PosixException.class, () -> nowhere.start(pair[1]))
              .getMessage()
              .contains("directory=" + directory));
    } finally {
      Posix.close(pair[0]);
      Posix.close(pair[1]);
    }
  }

  @Test
  void argumentsWithNulAreRefused() {
    PosixSpawn spawn = new PosixSpawn(List.of("/bin/echo", "a\0b"), Map.of(), null);
    assertThrows(IllegalArgumentException.class, () -> spawn.start(0));
  }

  private static String run(Map<String, String> environment, Path workingDirectory, String script)
      throws Exception {
    return run(
        new PosixSpawn(
            List.of("/bin/sh", "-c", "exec 1>&3; " + script), environment, workingDirectory));
  }

  private static String run(PosixSpawn spawn) throws Exception {
    int[] pair = Posix.socketpair();
    try (Arena arena = Arena.ofConfined()) {
      long pid = spawn.start(pair[1]);
      Posix.close(pair[1]);
      MemorySegment room = arena.allocate(100_000);
      long end = 0;
      long read;
      while ((read = Posix.recv(pair[0], room, end, 100_000 - end, 0)) > 0) {
        end += read;
      }
      assertEquals(0, Posix.waitpid(pid));
      byte[] all = Arrays.copyOf(room.toArray(ValueLayout.JAVA_BYTE), (int) end);
      return new String(all, StandardCharsets.UTF_8);
    } finally {
      Posix.close(pair[0]);
    }
  }
}
