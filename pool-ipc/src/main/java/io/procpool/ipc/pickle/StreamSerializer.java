package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
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
  private final boolean identityHashed;
  private final @Nullable HashContainer container;

  private StreamSerializer(Class<?> type, Constructor<?> constructor, List<StreamClass> levels) {
    this.constructor = constructor;
    this.levels = levels.toArray(StreamClass[]::new);
    this.readResolve = SerialAccess.readResolve(type);
    this.identityHashed = HashContainer.isIdentityHashed(type);
    this.container =
        levels.stream().anyMatch(StreamClass::readsItself) ? null : HashContainer.of(type);
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
    int before = kryo.references().identities();
    for (StreamClass level : levels) {
      StreamSection.run(
          () -> level.write(object, output, new PickleObjectOutput(kryo, output, level, object)));
    }
    if (container != null && kryo.references().identities() != before) {
      container.check(object);
    }
    if (identityHashed) {
      kryo.references().countIdentity();
    }
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    GraphReferences references = kryo.references();
    int id = references.lastId();
    boolean mayWait = references.lastStandsIn();
    int mark = kryo.late().mark();
    int before = references.identities();
    Object object = SerialAccess.make(constructor);
    kryo.reference(object);
    for (StreamClass level : levels) {
      int end = level.writesItself() ? StreamSection.open(input) : 0;
      HookRecord.Kind kind = level.records();
      if (kind == null) {
        StreamSection.run(() ->
            level.read(
                object, input, new PickleObjectInput(kryo, input, level, object, end, null)));
      } else {
        readRecorded(kryo, input, level, object, id, end, new HookRecord(kind, end));
      }
    }
    if (container != null && references.identities() != before) {
      references.late().add(id, container.checking(object));
    }
    if (identityHashed) {
      references.countIdentity();
    }
    if (readResolve == null || !references.leadsBack(id)) {
      return SerialAccess.resolve(readResolve, references, id, object);
    }
    return resolveOfPart(kryo, object, id, mayWait, mark);
  }

  /** What readResolve makes of an object that is not whole. */
  private @Nullable Object resolveOfPart(
      PickleKryo kryo, Object object, int id, boolean mayWait, int mark) {
    GraphReferences references = kryo.references();
    if (mayWait) {
      references.setReadObject(id, GraphReferences.madeLater());
      references.reportMissing(id);
      kryo.late()
          .add(
              id,
              new LateResolve(
                  object, () -> SerialAccess.resolve(readResolve, references, id, object)));
      return null;
    }
    kryo.late().tryToFill(mark);
    Object resolved = resolveEarly(references, id, object);
    if (resolved != null && HookRecord.isCollection(resolved.getClass())) {
      kryo.late().add(id, HashCheck.of(resolved));
    }
    return resolved;
  }

  private @Nullable Object resolveEarly(GraphReferences references, int id, Object object) {
    try {
      return SerialAccess.resolve(readResolve, references, id, object);
    } catch (RuntimeException | StackOverflowError e) {
      throw new NotSendableException(
          "a message cannot be read: a "
              + object.getClass().getTypeName()
              + " is in a cycle with what it is made of, and threw "
              + e
              + "; break the cycle, or let hashCode, equals and compareTo use values that are not"
              + " part of it",
          e);
    }
  }

  private static void readRecorded(
      PickleKryo kryo,
      PickleInput input,
      StreamClass level,
      Object object,
      int id,
      int end,
      HookRecord record) {
    int start = input.position();
    StreamSection.Body body =
        () ->
            level.read(
                object, input, new PickleObjectInput(kryo, input, level, object, end, record));
    try {
      StreamSection.run(body);
      if (record.canWait() || !record.wasPartial()) {
        return;
      }
    } catch (HookRecord.NotYet e) {
      record.readRest(kryo, input, end);
    }
    Filling filling = record.filling(object, input, start, body);
    if (record.wasPartial()) {
      kryo.late().add(id, filling);
    } else {
      filling.settle();
    }
  }
}
