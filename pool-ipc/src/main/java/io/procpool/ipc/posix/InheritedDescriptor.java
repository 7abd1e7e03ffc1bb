package io.procpool.ipc.posix;

import java.io.FileDescriptor;
import java.lang.reflect.Field;

/**
 * Descriptors that a process was started with, by their number. Java has objects for 0, 1 and 2
 * alone; for others one is given its number by {@code sun.misc.Unsafe}, whose use the children's
 * command allows. A downcall would do it too, and cost a third of a child's start.
 */
public final class InheritedDescriptor {

  private InheritedDescriptor() {}

  /**
   * The open descriptor of this number. Who closes a stream over it closes it for the process.
   *
   * @throws UnsupportedOperationException if this JVM's options forbid it
   */
  public static FileDescriptor of(int number) {
    FileDescriptor descriptor = new FileDescriptor();
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field only = type.getDeclaredField("theUnsafe");
      only.setAccessible(true);
      Object unsafe = only.get(null);
      Object offset =
          type.getMethod("objectFieldOffset", Field.class)
              .invoke(unsafe, FileDescriptor.class.getDeclaredField("fd"));
      type.getMethod("putInt", Object.class, long.class, int.class)
          .invoke(unsafe, descriptor, offset, number);
    } catch (ReflectiveOperationException forbidden) {
      throw new UnsupportedOperationException(
          "a child's JVM must have --sun-misc-unsafe-memory-access=allow, as procpool starts it",
          forbidden);
    }
    return descriptor;
  }
}
