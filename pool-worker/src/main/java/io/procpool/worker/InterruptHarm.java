package io.procpool.worker;

import java.nio.channels.ClosedChannelException;
import java.util.Set;

/**
 * Whether an interrupt may have harmed the JVM for later tasks. A class whose initializer fails is
 * unusable for good, and so is a reference to a class that could not be loaded; an interrupt closes
 * the channel that is being used.
 */
final class InterruptHarm {

  private static final int MOST_CAUSES = 100;

  private static final Set<String> CHANNELS =
      Set.of(
          "sun.nio.ch.FileChannelImpl",
          "sun.nio.ch.SocketChannelImpl",
          "sun.nio.ch.ServerSocketChannelImpl",
          "sun.nio.ch.DatagramChannelImpl",
          "sun.nio.ch.SourceChannelImpl",
          "sun.nio.ch.SinkChannelImpl");

  private InterruptHarm() {}

  /** Whether an interrupt does lasting harm to a thread that is here. */
  static boolean isLikelyAt(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (isInitializer(frame) || isClassLoading(frame) || isChannel(frame)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInitializer(StackTraceElement frame) {
    return frame.getMethodName().equals("<clinit>");
  }

  private static boolean isClassLoading(StackTraceElement frame) {
    return frame.getMethodName().equals("loadClass")
        && frame.getClassName().equals(ClassLoader.class.getName());
  }

  private static boolean isChannel(StackTraceElement frame) {
    return CHANNELS.contains(frame.getClassName());
  }

  /** Whether what a task threw tells of such harm. */
  static boolean isToldBy(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof LinkageError || cause instanceof ClosedChannelException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
