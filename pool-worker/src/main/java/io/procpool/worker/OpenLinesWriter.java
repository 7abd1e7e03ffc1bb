package io.procpool.worker;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines that stay open for a moment. Its thread, a daemon, starts with the first open line
 * and lasts as long as the process; while no line is open it sleeps.
 */
final class OpenLinesWriter {

  private final ThreadGroup group = Thread.currentThread().getThreadGroup(); // not a task's
  private List<LineOutput> outputs = List.of();
  private volatile @Nullable Thread thread; // written under this
  private volatile boolean asleep;

  /** Says whose lines it writes, before any is open. */
  void of(LineOutput... outputs) {
    this.outputs = List.of(outputs);
  }

  /** A line was opened, by a thread that holds its output's monitor. */
  void opened() {
    Thread started = thread;
    if (started == null) {
      start();
    } else if (asleep) {
      LockSupport.unpark(started);
    }
  }

  private synchronized void start() {
    if (thread == null) {
      Thread writes = new Thread(group, this::run, "procpool-open-lines", 0, false);
      writes.setContextClassLoader(null);
      writes.setDaemon(true);
      try {
        writes.start();
        thread = writes;
      } catch (OutOfMemoryError noThread) {
        return; // the next open line tries again; this one waits for its end, or the process's
      }
    }
  }

  private void run() {
    while (true) {
      asleep = true; // before it looks: who opens a line afterwards sees it
      long rest = writeDue();
      if (rest == LineOutput.NONE) {
        LockSupport.park(this);
      } else {
        asleep = false;
        LockSupport.parkNanos(this, rest);
      }
      boolean _ = Thread.interrupted(); // else it would not sleep
    }
  }

  private long writeDue() {
    long now = System.nanoTime();
    long least = LineOutput.NONE;
    for (LineOutput output : outputs) {
      try {
        least = Math.min(least, output.writeIfDue(now));
      } catch (IOException e) {
        // Nobody reads what is printed: as with print, whoever prints may ask checkError.
      }
    }
    return least;
  }
}
