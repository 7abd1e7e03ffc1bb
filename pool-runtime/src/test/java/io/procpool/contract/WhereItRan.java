package io.procpool.contract;

import static org.awaitility.Awaitility.await;

import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which process a function runs. */
final class WhereItRan {

  /** The process of the tests. */
  static final long HERE = ProcessHandle.current().pid();

  private WhereItRan() {}

  static long pid() {
    return ProcessHandle.current().pid();
  }

  /** In a task that gives nothing: tells where it ran. */
  static void note(Path file) {
    try {
      Path written = Files.writeString(Path.of(file + ".new"), Long.toString(pid()));
      Files.move(written, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a task has told where it ran. */
  static long noted(Path file) throws IOException {
    await().atMost(Gate.LIMIT).until(() -> Files.exists(file));
    return Long.parseLong(Files.readString(file));
  }
}
