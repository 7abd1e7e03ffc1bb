package io.procpool.ipc.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of numbers and characters, little endian: a varint of the length, doubled, and the
 * elements; or, from 64 KiB on, of the number of the array out of band, doubled and one more.
 */
final class PrimitiveArraySerializer<T> extends GraphSerializer<T> {

  private static final int OUT_OF_BAND_BYTES = 64 * 1024;
  private static final Map<Class<?>, GraphSerializer<?>> SERIALIZERS = new LinkedHashMap<>();

  static {
    add(byte[].class, ValueLayout.JAVA_BYTE, MemorySegment::ofArray);
    add(short[].class, ValueLayout.JAVA_SHORT_UNALIGNED, MemorySegment::ofArray);
    add(char[].class, ValueLayout.JAVA_CHAR_UNALIGNED, MemorySegment::ofArray);
    add(int[].class, ValueLayout.JAVA_INT_UNALIGNED, MemorySegment::ofArray);
    add(long[].class, ValueLayout.JAVA_LONG_UNALIGNED, MemorySegment::ofArray);
    add(float[].class, ValueLayout.JAVA_FLOAT_UNALIGNED, MemorySegment::ofArray);
    add(double[].class, ValueLayout.JAVA_DOUBLE_UNALIGNED, MemorySegment::ofArray);
    // No memory segment covers a boolean[].
    SERIALIZERS.put(boolean[].class, new ValueSerializer<boolean[]>(Flags::write, Flags::read));
  }

  private final Class<T> type;
  private final ValueLayout layout;
  private final Function<T, MemorySegment> segments;

  private PrimitiveArraySerializer(
      Class<T> type, ValueLayout layout, Function<T, MemorySegment> segments) {
    this.type = type;
    this.layout = layout.withOrder(ByteOrder.LITTLE_ENDIAN);
    this.segments = segments;
  }

  static @Nullable GraphSerializer<?> serializer(Class<?> type) {
    return SERIALIZERS.get(type);
  }

  static Stream<Class<?>> classes() {
    return SERIALIZERS.keySet().stream();
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, T array) {
    long length = Array.getLength(array);
    if (length * layout.byteSize() >= OUT_OF_BAND_BYTES) {
      output.writeVarLong((long) kryo.sendOutOfBand(array) << 1 | 1, true);
    } else {
      output.writeVarLong(length << 1, true);
      output.writeArray(segments.apply(array), layout);
    }
  }

  @Override
  T read(PickleKryo kryo, PickleInput input, Class<? extends T> type) {
    long header = input.readVarLong(true);
    if ((header & 1) != 0) {
      return outOfBand(kryo, input, header >>> 1);
    }
    int length = input.count(header >>> 1, (int) layout.byteSize());
    kryo.check(type, length, input);
    T array = this.type.cast(Array.newInstance(type.getComponentType(), length));
    input.readArray(segments.apply(array), layout);
    return array;
  }

  private T outOfBand(PickleKryo kryo, PickleInput input, long number) {
    Object array = kryo.arrayOutOfBand(Math.toIntExact(number));
    kryo.check(type, Array.getLength(array), input);
    return type.cast(array);
  }

  private static <T> void add(
      Class<T> type, ValueLayout layout, Function<T, MemorySegment> segments) {
    SERIALIZERS.put(type, new PrimitiveArraySerializer<>(type, layout, segments));
  }

  private static final class Flags {

    static void write(PickleOutput output, boolean[] array) {
      output.writeVarLong(array.length, true);
      for (boolean flag : array) {
        output.writeBoolean(flag);
      }
    }

    static boolean[] read(PickleInput input) {
      boolean[] array = new boolean[input.readCount()];
      for (int i = 0; i < array.length; i++) {
        array[i] = input.readBoolean();
      }
      return array;
    }
  }
}
