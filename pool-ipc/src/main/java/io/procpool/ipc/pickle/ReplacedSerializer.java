package io.procpool.ipc.pickle;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Objects of classes with writeReplace: what that gives is written in their place. If it gives an
 * object of the same class, that is written as it is; if it gives one that cannot be where the
 * object is, the object itself goes, by its fields.
 */
final class ReplacedSerializer extends GraphSerializer<Object> {

  /** Reads what all others write. */
  static final ReplacedSerializer READER = new ReplacedSerializer(null);

  private static final byte REPLACED = 0;
  private static final byte SAME_CLASS = 1;

  /** What writeReplace gave does not fit where the object is. */
  private static final byte BY_FIELDS = 2;

  private final @Nullable MethodHandle writeReplace;

  private ReplacedSerializer(@Nullable MethodHandle writeReplace) {
    this.writeReplace = writeReplace;
  }

  static boolean replaces(Class<?> type) {
    return Serializable.class.isAssignableFrom(type)
        && !Enum.class.isAssignableFrom(type)
        && SerialAccess.writeReplace(type) != null
        && !SingletonSerializer.resolvesItself(type);
  }

  static ClassPlan plan(Class<?> type) {
    return ClassPlan.of(
        Definition.of(Definition.Kind.VALUE, Marker.Replaced.class),
        new ReplacedSerializer(SerialAccess.writeReplace(type)));
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    Object replacement = replace(object);
    if (replacement != null && replacement.getClass() == object.getClass()) {
      output.writeByte(SAME_CLASS);
      ClassPlan plain = SerializerChoice.plain(object.getClass());
      kryo.classes().writeDefinition(output, plain.definition());
      writePlain(kryo, output, plain, replacement);
    } else if (kryo.replacement().isMisfit(object, replacement)) {
      output.writeByte(BY_FIELDS);
      ClassPlan plain = SerializerChoice.plain(object.getClass());
      kryo.classes().writeDefinition(output, plain.definition());
      Replacement.byFields(object.getClass()).write(kryo, output, object);
    } else {
      output.writeByte(REPLACED);
      kryo.writeClassAndObject(output, replacement);
    }
  }

  @SuppressWarnings("unchecked")
  private static void writePlain(
      PickleKryo kryo, PickleOutput output, ClassPlan plain, Object object) {
    ((GraphSerializer<Object>) plain.serializers().get()).write(kryo, output, object);
  }

  private @Nullable Object replace(Object object) {
    MethodHandle handle = writeReplace;
    if (handle == null) {
      throw new IllegalStateException("only reads");
    }
    try {
      return (Object) handle.invokeExact(object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("writeReplace threw " + e, e);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    byte way = input.readByte();
    if (way == REPLACED) {
      return readReplacement(kryo, input);
    }
    KnownType known = kryo.classes().readDefinition(input);
    kryo.check(known.type(), -1, input);
    known.checkSameHere();
    if (way == BY_FIELDS && replaces(known.type())) {
      return Replacement.byFields(known.type()).read(kryo, input, (Class<Object>) known.type());
    }
    ClassPlan plain = SerializerChoice.plain(known.type());
    return ((GraphSerializer<Object>) plain.serializers().get())
        .read(kryo, input, (Class<Object>) known.type());
  }

  private static @Nullable Object readReplacement(PickleKryo kryo, PickleInput input) {
    GraphReferences references = kryo.references();
    if (!references.lastMayBeMissing()) {
      Object replacement = kryo.readClassAndObject(input);
      if (replacement == null) {
        kryo.reference(GraphReferences.resolvedToNull());
      }
      return replacement;
    }
    int id = references.lastId();
    references.standsIn();
    Object replacement = kryo.readChild(input);
    int missing = replacement == null ? references.takeMissing() : -1;
    if (missing >= 0) { // it is made when it is whole, or refers back to an object not made yet
      kryo.reference(GraphReferences.madeLater());
      references.whenRead(
          missing,
          made ->
              references.setReadObject(id, made == null ? GraphReferences.resolvedToNull() : made));
      references.reportMissing(id);
    } else if (replacement == null) {
      kryo.reference(GraphReferences.resolvedToNull());
    }
    return replacement;
  }
}
