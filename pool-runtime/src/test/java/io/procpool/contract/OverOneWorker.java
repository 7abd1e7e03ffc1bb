package io.procpool.contract;

import io.procpool.Pool;
import io.procpool.acceptance.Gate;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what the JDK builds on an executor, with one worker that a task can block. */
abstract class OverOneWorker {

  final ExecutorService executor = Pool.create(1);

  @TempDir Path directory;

  Gate begun;
  Gate end;
  Gate interrupted;

  @BeforeEach
  void gates() {
    begun = Gate.in(directory, "begun");
    end = Gate.in(directory, "end");
    interrupted = Gate.in(directory, "interrupted");
  }

  @AfterEach
  void close() {
    end.open();
    executor.close();
  }

  /** Runs until {@link #end} is open or it is interrupted. */
  final Callable<Boolean> blocked() {
    Gate begins = begun;
    Gate ends = end;
    Gate told = interrupted;
    return () -> {
      try {
        return begins.openThenPass(ends);
      } catch (InterruptedException e) {
        told.open();
        throw e;
      }
    };
  }

  static <T> T unchecked(Callable<T> callable) {
    try {
      return callable.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
