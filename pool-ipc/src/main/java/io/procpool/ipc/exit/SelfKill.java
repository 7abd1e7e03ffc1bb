package io.procpool.ipc.exit;

import io.procpool.ipc.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process as a SIGKILL from outside does. {@link Runtime#halt} would wait until every
 * thread has reached a safepoint, and one in a counted loop or a critical native call may not for
 * minutes.
 *
 * <p>A shell sends the signal, which takes some milliseconds. A downcall would be the straight way,
 * but linking the first one waits for a safepoint, too. No thread can do anything once a safepoint
 * was asked for: then only somebody else can end the process.
 */
public final class SelfKill {

  private static final Path SHELL = Path.of("/bin/sh");
  private static final long LIMIT_SECONDS = 1;

  private SelfKill() {}

  /** Ends this process; never returns. */
  public static void now() {
    try {
      if (Files.isExecutable(SHELL)) {
        signalByShell();
      }
      if (Posix.available()) {
        int _ = Posix.kill(Posix.getpid(), Posix.SIGKILL);
      }
    } finally {
      Runtime.getRuntime().halt(1); // the best that is left, whatever was thrown
    }
  }

  private static void signalByShell() {
    String command = "kill -KILL " + ProcessHandle.current().pid();
    try {
      boolean _ =
          new ProcessBuilder(SHELL.toString(), "-c", command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      return; // no process can be had: there are other ways
    }
  }
}
