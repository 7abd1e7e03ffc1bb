package io.procpool.surroundings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program with directories that are missing, full or not to be written. */
@ExtendWith(Application.Once.class)
class DirectoriesIT {

  private static final String IN_OWN_MOUNTS = "unshare --mount sh -ec '%s; exec \"$@\"' sh \"$@\"";

  private final Surrounding plain;

  @TempDir Path home;

  DirectoriesIT(Application application) {
    plain = application.plain();
  }

  @Test
  void aProgramWorksWithoutATemporaryDirectory() throws Exception {
    plain
        .options("-Djava.io.tmpdir=" + home.resolve("missing"))
        .run(home)
        .worksAndTells("java.io.tmpdir directory does not exist");
  }

  @Test
  void aProgramWorksWithATemporaryDirectoryOfOthers() throws Exception {
    Machine.assumeCanBeAStranger();
    Path closed = Files.createDirectory(home.resolve("closed"));
    Application.open(home);
    Application.open(closed);
    plain
        .shell("exec " + Machine.AS_A_STRANGER + " \"$@\"")
        .options("-Djava.io.tmpdir=" + closed)
        .run(home)
        .worksInSilence();
  }

  @Test
  void aProgramWorksWithATemporaryDirectoryOfAnOddName() throws Exception {
    Path odd = Files.createDirectory(home.resolve("für \"alle\" & jeden"));
    plain
        .shell("export LC_ALL=C.UTF-8", "exec \"$@\"")
        .options("-Djava.io.tmpdir=" + odd)
        .run(home)
        .worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unset HOME", "export HOME=/nowhere", "export HOME="})
  void aProgramWorksForAUserWithoutAHomeOrAName(String line) throws Exception {
    Machine.assumeCanBeAStranger();
    Application.open(home);
    plain.shell(line, "exec " + Machine.AS_A_STRANGER + " \"$@\"").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksWhereItMayNotLook() throws Exception {
    Machine.assumeCanBeAStranger();
    plain.shell("exec " + Machine.AS_A_STRANGER + " \"$@\"").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksOnAReadOnlyRoot() throws Exception {
    inOwnMounts("mount -o remount,bind,ro /").worksInSilence();
  }

  @Test
  void aProgramWorksWithAMegabyteOfSharedMemory() throws Exception {
    inOwnMounts("mount -t tmpfs -o size=1m small /dev/shm").worksInSilence();
  }

  @Test
  void aProgramWorksWithTooLittleSharedMemory() throws Exception {
    inOwnMounts("mount -t tmpfs -o size=64k small /dev/shm")
        .worksAndWarns("set -Dprocpool.shared.directory");
  }

  @Test
  void aProgramWorksWithAFullSharedMemory() throws Exception {
    inOwnMounts("mount -t tmpfs -o size=1m full /dev/shm; ! cat /dev/zero >/dev/shm/x 2>/dev/null")
        .worksAndWarns("set -Dprocpool.shared.directory");
  }

  @Test
  void aProgramWorksWithAReadOnlySharedMemory() throws Exception {
    inOwnMounts("mount -t tmpfs -o ro closed /dev/shm")
        .worksAndWarns("set -Dprocpool.shared.directory");
  }

  @Test
  void aProgramWorksWithoutSharedMemory() throws Exception {
    inOwnMounts(
            "mkdir dev; mount -t tmpfs dev dev; mknod -m 666 dev/null c 1 3;"
                + " mknod -m 666 dev/random c 1 8; mknod -m 666 dev/urandom c 1 9;"
                + " mount --bind dev /dev")
        .worksInSilence();
  }

  @Test
  void aProgramWorksWithASharedDirectoryOfItsOwn() throws Exception {
    plain
        .options("-Dprocpool.shared.directory=" + Files.createDirectory(home.resolve("shared")))
        .run(home)
        .worksInSilence();
  }

  @Test
  void aProgramIsToldThatItsWorkingDirectoryIsGone() throws Exception {
    Path gone = Files.createDirectory(home.resolve("gone"));
    plain
        .arguments(gone.toString())
        .shell("cd gone", "exec \"$@\"")
        .run(home)
        .failsSaying("working directory");
  }

  private Surrounding.Outcome inOwnMounts(String lines) throws Exception {
    Machine.assumeCan("unshare --mount mount -t tmpfs tried /dev/shm");
    return plain.shell("exec " + IN_OWN_MOUNTS.formatted(lines)).run(home);
  }
}
