package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import java.nio.Buffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Buffers of other elements than bytes: the whole content, the position, the limit and whether they
 * are read-only. They arrive on the heap; marks do not travel.
 */
final class BufferSerializer<B extends Buffer> extends GraphSerializer<B> {

  private final Class<B> type;
  private final Function<B, Object> content;
  private final Function<Object, B> wrap;
  private final UnaryOperator<B> readOnly;

  private BufferSerializer(
      Class<B> type,
      Function<B, Object> content,
      Function<Object, B> wrap,
      UnaryOperator<B> readOnly) {
    this.type = type;
    this.content = content;
    this.wrap = wrap;
    this.readOnly = readOnly;
  }

  /** The kind of buffer that a class is or implements, or null. */
  static @Nullable Class<?> kind(Class<?> type) {
    BufferSerializer<?> serializer = of(type);
    return serializer == null ? null : serializer.type;
  }

  /** The serializer of a kind of buffer and its implementations, or null. */
  static @Nullable BufferSerializer<?> of(Class<?> type) {
    if (!Buffer.class.isAssignableFrom(type)) {
      return null;
    }
    return Kinds.ALL.stream()
        .filter(each -> each.type.isAssignableFrom(type))
        .findFirst()
        .orElse(null);
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, B buffer) {
    kryo.writeClassAndObject(output, content.apply(buffer));
    output.writeVarInt(buffer.position(), true);
    output.writeVarInt(buffer.limit(), true);
    output.writeBoolean(buffer.isReadOnly());
  }

  @Override
  B read(PickleKryo kryo, PickleInput input, Class<? extends B> kind) {
    B buffer = wrap.apply(requireNonNull(kryo.readClassAndObject(input)));
    int position = input.readVarInt(true);
    buffer.limit(input.readVarInt(true)).position(position);
    return input.readBoolean() ? readOnly.apply(buffer) : buffer;
  }

  /** Made at the first buffer. */
  private static final class Kinds {
    static final List<BufferSerializer<?>> ALL =
        List.of(
            new BufferSerializer<>(
                CharBuffer.class,
                buffer -> {
                  char[] content = new char[buffer.capacity()];
                  buffer.duplicate().clear().get(content);
                  return content;
                },
                content -> CharBuffer.wrap((char[]) content),
                CharBuffer::asReadOnlyBuffer),
            new BufferSerializer<>(
                ShortBuffer.class,
                buffer -> {
                  short[] content = new short[buffer.capacity()];
                  buffer.duplicate().clear().get(content);
                  return content;
                },
                content -> ShortBuffer.wrap((short[]) content),
                ShortBuffer::asReadOnlyBuffer),
            new BufferSerializer<>(
                IntBuffer.class,
                buffer -> {
                  int[] content = new int[buffer.capacity()];
                  buffer.duplicate().clear().get(content);
                  return content;
                },
                content -> IntBuffer.wrap((int[]) content),
                IntBuffer::asReadOnlyBuffer),
            new BufferSerializer<>(
                LongBuffer.class,
                buffer -> {
                  long[] content = new long[buffer.capacity()];
                  buffer.duplicate().clear().get(content);
                  return content;
                },
                content -> LongBuffer.wrap((long[]) content),
                LongBuffer::asReadOnlyBuffer),
            new BufferSerializer<>(
                FloatBuffer.class,
                buffer -> {
                  float[] content = new float[buffer.capacity()];
                  buffer.duplicate().clear().get(content);
                  return content;
                },
                content -> FloatBuffer.wrap((float[]) content),
                FloatBuffer::asReadOnlyBuffer),
            new BufferSerializer<>(
                DoubleBuffer.class,
                buffer -> {
                  double[] content = new double[buffer.capacity()];
                  buffer.duplicate().clear().get(content);
                  return content;
                },
                content -> DoubleBuffer.wrap((double[]) content),
                DoubleBuffer::asReadOnlyBuffer));
  }
}
