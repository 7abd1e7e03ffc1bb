package io.procpool.surroundings;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the machine and the user that run the tests are able to do. */
final class Machine {

  /** The start of a command that goes on as a user who is nobody else here. */
  static final String AS_A_STRANGER = "setpriv --reuid 54321 --regid 54321 --clear-groups";

  private Machine() {}

  /** Skips the test where this line of a shell fails, with what it said. */
  static void assumeCan(String line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(
        process.waitFor() == 0, () -> "this machine or user cannot " + line + ": " + said.strip());
  }

  static void assumeCanBeAStranger() throws IOException, InterruptedException {
    assumeCan(AS_A_STRANGER + " true");
  }
}
