package io.procpool.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What user code can do to the process it runs in; each for real. */
enum Fault {
  ERROR,
  EXIT,
  KILL,
  CRASH,
  STACK_OVERFLOW,
  OUT_OF_MEMORY,
  ENDLESS;

  static final int EXIT_CODE = 3;
  static final String MESSAGE = "a fault made on purpose";

  private static final long UNMAPPED_ADDRESS = 8;

  /** Does it, after some last words on stderr. */
  @SuppressWarnings("restricted") // writing to an address is what crashes a JVM
  void strike() {
    System.err.println(lastWords(ProcessHandle.current().pid()));
    switch (this) {
      case ERROR -> throw new ArithmeticException(MESSAGE);
      case EXIT -> System.exit(EXIT_CODE);
      case KILL -> killThisProcess();
      case CRASH ->
          MemorySegment.ofAddress(UNMAPPED_ADDRESS)
              .reinterpret(Long.BYTES)
              .set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      case STACK_OVERFLOW -> fall(1);
      case OUT_OF_MEMORY -> throw new AssertionError("there was room for " + allTheHeap().length);
      case ENDLESS -> sleepForEver();
    }
  }

  static String lastWords(long pid) {
    return "last words of " + pid;
  }

  /** Whether the process survives it, and the error can be told as the task's own. */
  boolean isThrown() {
    return this == ERROR || this == STACK_OVERFLOW || this == OUT_OF_MEMORY;
  }

  /** What is thrown, where something is. */
  Class<? extends Throwable> thrownType() {
    return switch (this) {
      case ERROR -> ArithmeticException.class;
      case STACK_OVERFLOW -> StackOverflowError.class;
      case OUT_OF_MEMORY -> OutOfMemoryError.class;
      default -> throw new IllegalStateException(this + " throws nothing");
    };
  }

  private static int fall(int depth) {
    return fall(depth + 1) + depth;
  }

  private static long[] allTheHeap() {
    return new long[(int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4)];
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void sleepForEver() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Deaf to interrupts, which is the point.
      }
    }
  }

  private static void killThisProcess() {
    Signals.KILL.send(ProcessHandle.current().pid());
    sleepForEver();
  }
}
