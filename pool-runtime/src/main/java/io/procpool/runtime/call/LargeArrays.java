package io.procpool.runtime.call;

import io.procpool.ipc.channel.ArrayKind;
import java.util.List;

/** The large arrays of arguments, which travel beside the frame that refers to them. */
public final class LargeArrays {

  private LargeArrays() {}

  /** How many bytes all the arrays' elements take. */
  public static long bytes(List<Object> arrays) {
    long sum = 0;
    for (Object array : arrays) {
      sum += ArrayKind.bytesOf(array);
    }
    return sum;
  }
}
