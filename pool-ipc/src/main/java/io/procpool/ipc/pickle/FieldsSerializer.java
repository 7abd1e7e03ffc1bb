package io.procpool.ipc.pickle;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objenesis.ObjenesisStd;
import org.objenesis.instantiator.ObjectInstantiator;

/**
 * Users' objects by their fields, also of classes that are not Serializable: all that are neither
 * static nor transient, those of superclasses and those that javac makes for inner classes
 * included. No constructor runs.
 */
final class FieldsSerializer extends GraphSerializer<Object> {

  private final ObjectInstantiator<?> instantiator;
  private final FieldSlot[] slots;
  private final boolean identityHashed;
  private final @Nullable HashContainer container;

  private FieldsSerializer(Class<?> type, List<FieldSlot> slots) {
    this.instantiator = new ObjenesisStd(false).getInstantiatorOf(type);
    this.slots = slots.toArray(FieldSlot[]::new);
    this.identityHashed = HashContainer.isIdentityHashed(type);
    this.container = HashContainer.of(type);
  }

  /**
   * The plan of a user's class.
   *
   * @throws Unsendable if its module does not open its package, or it has state that a JDK class
   *     keeps hidden
   */
  static ClassPlan plan(Class<?> type) {
    List<FieldSlot> slots = new ArrayList<>();
    for (Class<?> level : levels(type)) {
      for (Field field : ownFields(level)) {
        slots.add(slot(type, field));
      }
    }
    List<String> details = slots.stream().map(slot -> slot.describe(type)).toList();
    return ClassPlan.of(
        new Definition(Definition.Kind.FIELDS, type.getName(), details),
        new FieldsSerializer(type, slots));
  }

  /**
   * The fields of one class in java.io's order, since reflection promises none: primitive ones
   * first, then by name.
   */
  static List<Field> ownFields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
        .sorted(
            Comparator.comparing((Field field) -> !field.getType().isPrimitive())
                .thenComparing(Field::getName))
        .toList();
  }

  private static FieldSlot slot(Class<?> type, Field field) {
    Class<?> declaring = field.getDeclaringClass();
    if (SerializerChoice.isJdk(declaring)) {
      String wayOut = Refusals.wayOut(declaring);
      throw Unsendable.refused(
          type,
          wayOut != null
              ? wayOut
              : "it extends "
                  + declaring.getName()
                  + ", which keeps its state to itself: implement Serializable, or use"
                  + " Pickling.reduce");
    }
    return new FieldSlot(field, type);
  }

  private static List<Class<?>> levels(Class<?> type) {
    List<Class<?>> levels = new ArrayList<>();
    for (Class<?> level = type;
        level != null && level != Object.class;
        level = level.getSuperclass()) {
      levels.addFirst(level);
    }
    return levels;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    int before = kryo.references().identities();
    int i = 0;
    try {
      for (; i < slots.length; i++) {
        slots[i].write(kryo, output, object);
      }
    } catch (Unsendable e) {
      throw e.within(slots[i].name());
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
    int before = references.identities();
    Object object = instantiator.newInstance();
    kryo.reference(object);
    for (FieldSlot slot : slots) {
      slot.read(kryo, input, object);
    }
    if (container != null && references.identities() != before) {
      references.late().add(id, container.checking(object));
    }
    if (identityHashed) {
      references.countIdentity();
    }
    return object;
  }
}
