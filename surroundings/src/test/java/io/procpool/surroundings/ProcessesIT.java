package io.procpool.surroundings;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program started in other ways than by a user at a terminal. */
@ExtendWith(Application.Once.class)
class ProcessesIT {

  private final Surrounding plain;

  @TempDir Path home;

  ProcessesIT(Application application) {
    plain = application.plain();
  }

  @Test
  void aProgramWorksAsItIs() throws Exception {
    plain.run(home).worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"env -i", "setsid --wait", "nohup"})
  void aProgramWorksWhenACommandRunsIt(String command) throws Exception {
    plain.shell("exec " + command + " \"$@\"").run(home).worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unshare --user --map-root-user --net",
        "unshare --pid --fork",
        "unshare --pid --fork --mount-proc --ipc --uts --cgroup"
      })
  void aProgramWorksAsInAContainer(String command) throws Exception {
    Machine.assumeCan(command + " true");
    plain
        .shell("exec " + command + " \"$@\"")
        .options("-Dprocpool.shared.directory=" + home, "-Djava.io.tmpdir=" + home)
        .run(home)
        .worksInSilence();
  }

  @Test
  void programsWorkInContainersThatShareTheirDirectories() throws Exception {
    String container = "unshare --pid --fork --mount-proc";
    Machine.assumeCan(container + " true");
    plain
        .shell(container + " \"$@\" >other & \"$@\" && wait $!")
        .options("-Dprocpool.shared.directory=" + home, "-Djava.io.tmpdir=" + home)
        .run(home)
        .worksInSilence();
  }

  @Test
  void aProgramWorksWhereItSeesNoProcessesOfOthers() throws Exception {
    Machine.assumeCanBeAStranger();
    String hide = "mount -t proc -o hidepid=2 hidden /proc";
    Machine.assumeCan("unshare --mount " + hide);
    Application.open(home);
    plain
        .shell(
            "exec unshare --mount sh -ec '"
                + hide
                + "; exec "
                + Machine.AS_A_STRANGER
                + " \"$@\"' sh \"$@\"")
        .run(home)
        .worksInSilence();
  }
}
