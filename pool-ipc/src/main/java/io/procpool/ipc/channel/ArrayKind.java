package io.procpool.ipc.channel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The primitive arrays that travel raw, each with its code on the wire. */
public enum ArrayKind {
  /** {@code boolean[]}, a byte each. */
  BOOLEAN(1, 1, boolean[].class) {
    @Override
    public Object allocate(int length) {
      return new boolean[length];
    }
  },
  /** {@code byte[]}. */
  BYTE(2, 1, byte[].class) {
    @Override
    public Object allocate(int length) {
      return new byte[length];
    }
  },
  /** {@code short[]}. */
  SHORT(3, 2, short[].class) {
    @Override
    public Object allocate(int length) {
      return new short[length];
    }
  },
  /** {@code char[]}. */
  CHAR(4, 2, char[].class) {
    @Override
    public Object allocate(int length) {
      return new char[length];
    }
  },
  /** {@code int[]}. */
  INT(5, 4, int[].class) {
    @Override
    public Object allocate(int length) {
      return new int[length];
    }
  },
  /** {@code float[]}. */
  FLOAT(6, 4, float[].class) {
    @Override
    public Object allocate(int length) {
      return new float[length];
    }
  },
  /** {@code long[]}. */
  LONG(7, 8, long[].class) {
    @Override
    public Object allocate(int length) {
      return new long[length];
    }
  },
  /** {@code double[]}. */
  DOUBLE(8, 8, double[].class) {
    @Override
    public Object allocate(int length) {
      return new double[length];
    }
  };

  private static final ArrayKind[] KINDS = values();

  private final int code;
  private final int elementBytes;
  private final Class<?> type;

  ArrayKind(int code, int elementBytes, Class<?> type) {
    this.code = code;
    this.elementBytes = elementBytes;
    this.type = type;
  }

  /** The kind's code on the wire. */
  public int code() {
    return code;
  }

  /** How many bytes an element takes. */
  public int elementBytes() {
    return elementBytes;
  }

  /** A new array of this kind, zeroed. */
  public abstract Object allocate(int length);

  /** The kind of a code; null where there is none. */
  public static @Nullable ArrayKind of(int code) {
    return code >= 1 && code <= KINDS.length ? KINDS[code - 1] : null;
  }

  /** The kind of an array. */
  public static ArrayKind of(Object array) {
    // Not a switch: its first use would spin classes while a worker starts.
    for (ArrayKind kind : KINDS) {
      if (kind.type.isInstance(array)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("not a primitive array: " + array.getClass().getTypeName());
  }

  /** How many bytes the array's elements take. */
  public static long bytesOf(Object array) {
    return (long) java.lang.reflect.Array.getLength(array) * of(array).elementBytes;
  }

  /** Copies bytes of the array's elements, in the machine's order, to native memory. */
  public static void copy(Object array, long offset, MemorySegment to, long toOffset, long length) {
    if (array instanceof boolean[] booleans) {
      for (int i = 0; i < length; i++) {
        to.set(
            java.lang.foreign.ValueLayout.JAVA_BYTE,
            toOffset + i,
            booleans[(int) offset + i] ? (byte) 1 : (byte) 0);
      }
      return;
    }
    MemorySegment.copy(heapSegment(array), offset, to, toOffset, length);
  }

  /** Copies native memory into the array's elements. */
  public static void copy(
      MemorySegment from, long fromOffset, Object array, long offset, long length) {
    if (array instanceof boolean[] booleans) {
      for (int i = 0; i < length; i++) {
        // Compared, not cast: only 0 and 1 are booleans.
        booleans[(int) offset + i] =
            from.get(java.lang.foreign.ValueLayout.JAVA_BYTE, fromOffset + i) != 0;
      }
      return;
    }
    MemorySegment.copy(from, fromOffset, heapSegment(array), offset, length);
  }

  private static MemorySegment heapSegment(Object array) {
    return switch (array) {
      case byte[] b -> MemorySegment.ofArray(b);
      case short[] s -> MemorySegment.ofArray(s);
      case char[] c -> MemorySegment.ofArray(c);
      case int[] i -> MemorySegment.ofArray(i);
      case float[] f -> MemorySegment.ofArray(f);
      case long[] l -> MemorySegment.ofArray(l);
      case double[] d -> MemorySegment.ofArray(d);
      default -> throw new IllegalArgumentException("no heap segment of " + array.getClass());
    };
  }
}
