package io.procpool.runtime;

import java.util.Arrays;

/** Ends a worker at a moment when it runs procpool's own code. */
final class LastMoments {

  private LastMoments() {}

  /**
   * Called by a task: kills the process as soon as the task's thread is in this method, which is
   * after the task.
   */
  static void killWhenTaskThreadIsIn(String className, String method) {
    Thread task = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (!isIn(task, className, method)) {
            Thread.onSpinWait();
          }
          Fault.KILL.strike();
        });
  }

  private static boolean isIn(Thread thread, String className, String method) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame ->
            frame.getClassName().endsWith("." + className) && frame.getMethodName().equals(method));
  }
}
