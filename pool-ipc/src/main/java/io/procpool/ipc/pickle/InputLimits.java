package io.procpool.ipc.pickle;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * Asks a filter about each class before the class is initialised or any of its code runs, with the
 * depth, references and bytes read so far. One message's.
 */
final class InputLimits {

  /** Lets everything pass. */
  static final InputLimits NONE = new InputLimits(null);

  private final @Nullable ObjectInputFilter filter;
  private long references;

  InputLimits(@Nullable ObjectInputFilter filter) {
    this.filter = filter;
  }

  /**
   * Checks a class, or an array of {@code length} elements.
   *
   * @param length -1 if it is not an array
   * @param depth how many objects are being read
   * @throws SecurityException if the filter rejects it
   */
  void check(Class<?> type, long length, long depth, long bytes) {
    ObjectInputFilter asked = filter;
    if (asked == null) {
      return;
    }
    references++;
    ObjectInputFilter.Status status =
        asked.checkInput(new Info(type, length, depth, references, bytes));
    if (status == null || status == ObjectInputFilter.Status.REJECTED) {
      throw new SecurityException(
          "the filter rejects "
              + type.getTypeName()
              + (length < 0 ? "" : " of length " + length)
              + " (depth="
              + depth
              + ", references="
              + references
              + ", bytes="
              + bytes
              + ")");
    }
  }

  private record Info(
      Class<?> serialClass, long arrayLength, long depth, long references, long streamBytes)
      implements ObjectInputFilter.FilterInfo {}
}
