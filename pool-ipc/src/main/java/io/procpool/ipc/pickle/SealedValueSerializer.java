package io.procpool.ipc.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sealed values: who does not keep them so reads the value itself. */
final class SealedValueSerializer extends GraphSerializer<Object> {

  static final SealedValueSerializer INSTANCE = new SealedValueSerializer();

  private SealedValueSerializer() {}

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    SealedValue value = (SealedValue) object;
    kryo.writeClassAndObject(output, value.type());
    kryo.writeClassAndObject(output, value.message());
    kryo.writeClassAndObject(output, value.arrays().toArray());
    kryo.writeClassAndObject(output, value.shared().toArray());
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    if (kryo.isFiltered()) {
      throw new SecurityException("a sealed value passes by the filter of what may be read");
    }
    if (kryo.readClassAndObject(input) instanceof String name
        && kryo.readClassAndObject(input) instanceof byte[] message
        && kryo.readClassAndObject(input) instanceof Object[] arrays
        && kryo.readClassAndObject(input) instanceof Object[] shared) {
      return kryo.opened(new SealedValue(name, message, List.of(arrays), List.of(shared)));
    }
    throw new IllegalStateException("a sealed value came without its parts");
  }
}
