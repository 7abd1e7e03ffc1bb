package io.procpool.ipc.pickle;

import java.io.Externalizable;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/** Objects that write and read all of themselves; their public constructor runs. */
final class ExternalizableSerializer extends GraphSerializer<Object> {

  private final Constructor<?> constructor;
  private final @Nullable MethodHandle readResolve;

  private ExternalizableSerializer(Class<?> type, Constructor<?> constructor) {
    this.constructor = constructor;
    this.readResolve = SerialAccess.readResolve(type);
  }

  /**
   * The plan of an Externalizable class.
   *
   * @throws Unsendable if its objects could not be made again
   */
  static ClassPlan plan(Class<?> type) {
    Constructor<?> constructor = SerialAccess.externalConstructor(type);
    if (constructor == null) {
      throw Unsendable.refused(
          type, "an Externalizable class needs a public constructor without parameters");
    }
    return ClassPlan.of(
        Definition.of(Definition.Kind.EXTERNAL, type),
        new ExternalizableSerializer(type, constructor));
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    StreamSection.write(
        output,
        () ->
            ((Externalizable) object)
                .writeExternal(new PickleObjectOutput(kryo, output, null, object)));
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    int id = kryo.references().lastId();
    Externalizable object = (Externalizable) SerialAccess.make(constructor);
    kryo.reference(object);
    int end = StreamSection.open(input);
    StreamSection.read(
        input,
        end,
        type,
        () -> object.readExternal(new PickleObjectInput(kryo, input, null, object, end, null)));
    return SerialAccess.resolve(readResolve, kryo.references(), id, object);
  }
}
