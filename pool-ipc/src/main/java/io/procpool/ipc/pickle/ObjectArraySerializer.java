package io.procpool.ipc.pickle;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Arrays of objects. */
final class ObjectArraySerializer extends GraphSerializer<@Nullable Object[]> {

  static final ObjectArraySerializer INSTANCE = new ObjectArraySerializer();

  private ObjectArraySerializer() {}

  @Override
  void write(PickleKryo kryo, PickleOutput output, @Nullable Object[] array) {
    output.writeVarLong(array.length, true);
    Class<?> type = array.getClass().getComponentType();
    int i = 0;
    try {
      for (; i < array.length; i++) {
        kryo.writePart(output, array[i], type);
      }
    } catch (Unsendable e) {
      throw e.within(type.getTypeName() + "[" + i + "]");
    }
  }

  @Override
  @Nullable Object[] read(
      PickleKryo kryo, PickleInput input, Class<? extends @Nullable Object[]> type) {
    int length = input.readCount();
    kryo.check(type, length, input);
    @Nullable Object[] array =
        (@Nullable Object[]) Array.newInstance(type.getComponentType(), length);
    kryo.reference(array);
    for (int i = 0; i < length; i++) {
      array[i] = kryo.readChild(input);
      int missing = array[i] == null ? kryo.references().takeMissing() : -1;
      if (missing >= 0) {
        int index = i;
        kryo.references().whenRead(missing, element -> array[index] = element);
      }
    }
    return array;
  }
}
