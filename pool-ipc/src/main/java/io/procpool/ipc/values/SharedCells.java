package io.procpool.ipc.values;

import io.procpool.SharedArray;
import io.procpool.SharedBooleanArray;
import io.procpool.SharedBooleanValue;
import io.procpool.SharedByteArray;
import io.procpool.SharedByteValue;
import io.procpool.SharedCharArray;
import io.procpool.SharedCharValue;
import io.procpool.SharedDoubleArray;
import io.procpool.SharedDoubleValue;
import io.procpool.SharedIntArray;
import io.procpool.SharedIntValue;
import io.procpool.SharedLongArray;
import io.procpool.SharedLongValue;
import io.procpool.SharedValue;
import java.util.Map;

/** Makes shared values and arrays. */
public final class SharedCells {

  private static final Map<Class<? extends SharedArray>, CellType> ARRAYS =
      Map.of(
          SharedIntArray.class, CellType.INT,
          SharedLongArray.class, CellType.LONG,
          SharedDoubleArray.class, CellType.DOUBLE,
          SharedByteArray.class, CellType.BYTE,
          SharedCharArray.class, CellType.CHAR,
          SharedBooleanArray.class, CellType.BOOLEAN);

  private static final Map<Class<? extends SharedValue>, CellType> VALUES =
      Map.of(
          SharedIntValue.class, CellType.INT,
          SharedLongValue.class, CellType.LONG,
          SharedDoubleValue.class, CellType.DOUBLE,
          SharedByteValue.class, CellType.BYTE,
          SharedCharValue.class, CellType.CHAR,
          SharedBooleanValue.class, CellType.BOOLEAN);

  private SharedCells() {}

  /** A new array of one of the {@link SharedArray} types, zeroed. */
  public static <A extends SharedArray> A array(Class<A> type, long length) {
    if (length < 1 || length > Long.MAX_VALUE >> 4) {
      throw new IllegalArgumentException("length must be within 1 and 2^59 - 1: " + length);
    }
    return type.cast(typeOf(ARRAYS, type).create(length, true));
  }

  /** A new value of one of the {@link SharedValue} types, zero. */
  public static <V extends SharedValue> V value(Class<V> type) {
    return type.cast(typeOf(VALUES, type).create(1, false));
  }

  private static <T> CellType typeOf(Map<Class<? extends T>, CellType> known, Class<?> type) {
    CellType found = known.get(type);
    if (found == null) {
      throw new IllegalArgumentException("not one of " + known.keySet() + ": " + type);
    }
    return found;
  }
}
