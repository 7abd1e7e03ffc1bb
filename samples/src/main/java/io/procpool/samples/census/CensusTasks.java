package io.procpool.samples.census;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs in the workers: each task is a path, each worker reads the class file from its own JDK.
 */
final class CensusTasks {

  /** A planted input whose task never ends and ignores interrupts. */
  static final String NEVER_ENDS = "planted: never ends";

  /** A planted input whose task crashes its JVM. */
  static final String CRASHES = "planted: crashes";

  private static volatile @Nullable RemovedApi removed;

  private CensusTasks() {}

  /** The initializer: gives a worker what all its tasks need, once. */
  static void initialize(RemovedApi api) {
    removed = api;
  }

  /** The first pass. */
  static List<RemovedApi.Declared> declaredIn(String path) throws IOException {
    return RemovedApi.declaredIn(JdkImage.read(path));
  }

  /** The second pass. */
  static Census analyse(String path) throws IOException {
    RemovedApi api = requireNonNull(removed, "the worker has had no initializer");
    return ClassAnalysis.of(JdkImage.read(path), api);
  }

  /** The second pass for inputs that may be planted. */
  static Census analyseOrFail(String input) throws IOException {
    switch (input) {
      case NEVER_ENDS -> spin();
      case CRASHES -> writeToAddress8();
      default -> {}
    }
    return analyse(input);
  }

  private static void spin() {
    long turns = 0;
    while (turns >= 0) {
      turns = (turns + 1) & Long.MAX_VALUE;
      Thread.onSpinWait();
    }
  }

  @SuppressWarnings("restricted") // the crash is what it is for
  private static void writeToAddress8() {
    MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 1);
  }
}
