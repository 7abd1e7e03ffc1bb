package io.procpool.surroundings;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program with little of what a machine has. */
@ExtendWith(Application.Once.class)
class LimitsIT {

  /** Processes and threads are counted by user: this one has none but the program's. */
  private static final String AS_A_LONE_USER = "setpriv --reuid 54322 --regid 54322 --clear-groups";

  /** Makes a control group, of the first or the second version. */
  private static final String LITTLE_MEMORY =
      """
      group=/sys/fs/cgroup/memory limit=memory.limit_in_bytes
      [ -d $group ] || group=/sys/fs/cgroup limit=memory.max
      group=$group/procpool-$$
      mkdir $group && echo 400M >$group/$limit\
      """;

  private final Application application;
  private final Surrounding plain;

  @TempDir Path home;

  LimitsIT(Application application) {
    this.application = application;
    plain = application.plain();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128})
  void aProgramWorksWithFewDescriptors(int descriptors) throws Exception {
    plain.shell("ulimit -n " + descriptors, "exec \"$@\"").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksWithFewProcesses() throws Exception {
    withProcesses(200, plain).worksInSilence();
  }

  /** The program's JVM takes some 15 of them, a worker's as many. */
  @ParameterizedTest
  @ValueSource(ints = {15, 18, 21, 24, 27, 30, 33})
  void aPoolWorksOrEndsWithItsReasonHoweverFewProcessesThereAre(int processes) throws Exception {
    Surrounding one = application.on(application.classPath(), EverydayPool.class.getName());
    withProcesses(processes, one)
        .worksOrFailsSaying(
            "ulimit -u", "process/resource limits reached", "Cannot create VM thread");
  }

  private Surrounding.Outcome withProcesses(int processes, Surrounding program) throws Exception {
    Machine.assumeCan(AS_A_LONE_USER + " bash -c true");
    Application.open(home);
    return program
        .shell(
            "exec %s taskset -c 0 bash -c 'ulimit -u %d; exec \"$@\"' sh \"$@\""
                .formatted(AS_A_LONE_USER, processes))
        .run(home);
  }

  @Test
  void aProgramWorksOnOneProcessor() throws Exception {
    plain.shell("exec nice taskset -c 0 \"$@\"").run(home).worksInSilence();
  }

  @Test
  void aProgramWorksInAContainerOfLittleMemory() throws Exception {
    Machine.assumeCan(LITTLE_MEMORY + " && rmdir $group");
    plain
        .shell(
            LITTLE_MEMORY,
            "(echo 0 >$group/cgroup.procs; exec \"$@\")",
            "code=$?",
            "rmdir $group",
            "exit $code")
        .run(home)
        .worksInSilence();
  }
}
