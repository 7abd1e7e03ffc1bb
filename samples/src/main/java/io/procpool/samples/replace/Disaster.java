package io.procpool.samples.replace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What a task can do to those that run beside it. */
public enum Disaster {
  /** Never ends and looks at no interrupt. */
  RUNAWAY("a task that never ends"),
  /** Ends the JVM. */
  EXIT("a task that calls System.exit(3)"),
  /** Puts more into a static list than the heap can hold. */
  HOARD("a task that fills the heap");

  private static final List<byte[]> HOARDED = new ArrayList<>();
  private static final int HOARDED_BYTES = 4 << 20;

  private final String title;

  Disaster(String title) {
    this.title = title;
  }

  /** What a reader calls it. */
  public String title() {
    return title;
  }

  /** The task; one that never ends marks {@code markFile}. */
  Callable<Integer> task(Path markFile) {
    String file = markFile.toString();
    return switch (this) {
      case RUNAWAY -> () -> runForEver(Path.of(file));
      case EXIT -> Disaster::exit;
      case HOARD -> Disaster::hoard;
    };
  }

  private static Integer runForEver(Path markFile) throws IOException {
    new RunningMark(markFile).runForEver();
    return 0;
  }

  private static Integer exit() {
    System.exit(3);
    return 0;
  }

  private static Integer hoard() {
    while (true) {
      HOARDED.add(new byte[HOARDED_BYTES]);
    }
  }
}
