package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ExitCodesTest {

  @Test
  void codesAndSignalsAreToldInWords() {
    assertEquals("exited with code 3", ExitCodes.describe(3));
    assertEquals("exited with code 0", ExitCodes.describe(0));
    assertEquals(
        "exited with code 143 (the JVM's answer to SIGTERM (15))", ExitCodes.describe(143));
    assertEquals("was ended by SIGSEGV (11)", ExitCodes.describe(-11));
    assertEquals(
        "was ended by SIGKILL (9), as the kernel does when memory runs out",
        ExitCodes.describe(-9));
    assertEquals("was ended by signal 60", ExitCodes.describe(-60));
    assertEquals("ended with an unknown exit code", ExitCodes.describe(WorkerProcess.EXIT_UNKNOWN));
  }
}
