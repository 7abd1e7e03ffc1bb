package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.WorkerDiedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartAdviceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unrecognized VM option 'NoSuchOption' | withJvmOptions",
        "Multiple garbage collectors selected | withJvmOptions",
        "Error occurred during initialization of boot layer / Module my.app not found |"
            + " module path and run-time image",
        "java.lang.module.FindException: Module io.procpool.worker not found | pool-worker",
        "Could not reserve enough space for 9000000KB object heap | withMaxHeapBytes",
        "java.io.IOException: posix_spawn(x): ENOMEM (Cannot allocate memory) | withMaxHeapBytes",
        "pthread_create failed (EAGAIN) / unable to create native thread: possibly out of memory |"
            + " ulimit -u",
        "Error: Could not find or load main class io.procpool.worker.WorkerMain | pool-worker",
        "ERROR: transport error 202: bind failed: Address already in use | port",
        "Error opening zip file or JAR manifest missing : /no/agent.jar | agent",
        "not an executable file: /opt/app/lib/runtime/bin/java | --jlink-options",
        "posix_spawn(/bin/java, directory=/none): ENOENT (No such file or directory) | directory",
        "java.lang.IllegalStateException: no licence | correct what it says"
      })
  void theAdviceFitsWhatWasSaid(String said, String advice) {
    String given = StartAdvice.of(List.of(said.split(" / ")));
    assertTrue(given.contains(advice), given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "true | -9 | - ",
        "true | -15 | - ",
        "true | 143 | - ",
        "false | -11 | - ",
        "false | -6 | - ",
        "false | 1 | - ",
        "false | 7 | - ",
        "false | -9 | java.util.concurrent.TimeoutException: not ready",
        "false | 1 | java.lang.IllegalStateException: no licence",
        "true | -2147483648 | java.io.IOException: posix_spawn(x): EAGAIN (Resource temporarily"
            + " unavailable)",
        "true | -2147483648 | java.io.IOException: socketpair(): EMFILE (Too many open files)",
        "true | 1 | java.io.IOException: No space left on device",
        "false | -2147483648 | not an executable file: /opt/java",
      })
  void whatLacksForAMomentOrComesFromOutsideMayPass(boolean mayPass, int code, String cause) {
    Throwable why = cause == null ? null : new IOException(cause);
    WorkerDiedException.Death death = new WorkerDiedException.Death(1, code, List.of(), null);
    assertEquals(mayPass, StartAdvice.mayPass(death, why));
  }

  @Test
  void aJvmThatFindsNoMemoryMayFindSomeLater() {
    List<String> said =
        List.of("# There is insufficient memory for the Java Runtime Environment to continue.");
    assertTrue(StartAdvice.mayPass(new WorkerDiedException.Death(1, 1, said, null), null));
  }

  @Test
  void longWordsOfACommandAreCut() {
    JvmCommand command =
        new JvmCommand(
            List.of("java", "-cp", "x".repeat(5000), "Main"), Map.of(), Set.of(), null, false);
    assertEquals("java -cp " + "x".repeat(200) + "... Main", StartAdvice.shortened(command));
  }
}
