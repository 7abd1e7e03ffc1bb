package io.procpool.runtime.call;

import io.procpool.ipc.channel.ArrayKind;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** The large arrays of arguments, which travel beside the frame that refers to them. */
public final class LargeArrays {

  private LargeArrays() {}

  /**
   * The arrays to send.
   *
   * @param snapshot whether the caller may change its arrays before they are sent, so that copies
   *     must go
   */
  static List<Object> of(List<Object> arrays, boolean snapshot) {
    if (arrays.isEmpty()) {
      return List.of();
    }
    List<Object> kept = new ArrayList<>(arrays.size());
    for (Object array : arrays) {
      kept.add(snapshot ? copy(array) : array);
    }
    return kept;
  }

  /** How many bytes all the arrays' elements take. */
  public static long bytes(List<Object> arrays) {
    long sum = 0;
    for (Object array : arrays) {
      sum += ArrayKind.bytesOf(array);
    }
    return sum;
  }

  private static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }
}
