package io.procpool.ipc.pickle;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects by the protocol of {@link java.io.Serializable}, over Kryo: writeObject and readObject
 * see object streams that write into this graph, so that sharing and cycles are kept across it.
 */
final class StreamSerializer extends GraphSerializer<Object> {

  private final Constructor<?> constructor;
  private final StreamClass[] levels;
  private final @Nullable MethodHandle readResolve;

  private StreamSerializer(Class<?> type, Constructor<?> constructor, List<StreamClass> levels) {
    this.constructor = constructor;
    this.levels = levels.toArray(StreamClass[]::new);
    this.readResolve = SerialAccess.readResolve(type);
  }

  /**
   * The plan of a Serializable class.
   *
   * @param kind FIELDS if it leaves everything to the protocol's defaults, which are its fields
   * @throws Unsendable if its objects could not be made again
   */
  static ClassPlan plan(Class<?> type, Definition.Kind kind) {
    Constructor<?> constructor = SerialAccess.constructor(type);
    if (constructor == null) {
      throw Unsendable.refused(
          type,
          "java.io.Serializable asks that its first superclass that is not Serializable has a"
              + " constructor without parameters that it may call");
    }
    List<StreamClass> levels = StreamClass.levels(type);
    List<String> details = new ArrayList<>();
    levels.forEach(level -> level.describe(type, details));
    levels.forEach(StreamClass::requireReadable);
    return ClassPlan.of(
        new Definition(kind, type.getName(), details),
        new StreamSerializer(type, constructor, levels));
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    for (StreamClass level : levels) {
      StreamSection.run(
          () -> level.write(object, output, new PickleObjectOutput(kryo, output, level, object)));
    }
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    int id = kryo.references().lastId();
    Object object = SerialAccess.make(constructor);
    kryo.reference(object);
    for (StreamClass level : levels) {
      int end = level.writesItself() ? StreamSection.open(input) : 0;
      StreamSection.run(
          () -> level.read(object, input, new PickleObjectInput(kryo, input, level, object, end)));
    }
    return SerialAccess.resolve(readResolve, kryo.references(), id, object);
  }
}
