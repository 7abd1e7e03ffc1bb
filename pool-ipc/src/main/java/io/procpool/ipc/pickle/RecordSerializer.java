package io.procpool.ipc.pickle;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records by their fields, and made again by their canonical constructor, which may refuse. */
final class RecordSerializer extends GraphSerializer<Object> {

  private final Constructor<?> constructor;
  private final FieldSlot[] slots;
  private final @Nullable MethodHandle readResolve;

  private RecordSerializer(Constructor<?> constructor, List<FieldSlot> slots) {
    this.constructor = constructor;
    this.readResolve = SerialAccess.readResolve(constructor.getDeclaringClass());
    this.slots = slots.toArray(FieldSlot[]::new);
  }

  /**
   * The plan of a record class.
   *
   * @throws Unsendable if its module does not open its package
   */
  static ClassPlan plan(Class<?> type) {
    List<FieldSlot> slots = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        slots.add(new FieldSlot(type.getDeclaredField(component.getName()), type));
        types.add(component.getType());
      }
      Constructor<?> constructor =
          Opening.open(type.getDeclaredConstructor(types.toArray(Class<?>[]::new)), type);
      List<String> details = slots.stream().map(slot -> slot.describe(type)).toList();
      return ClassPlan.of(
          new Definition(Definition.Kind.RECORD, type.getName(), details),
          new RecordSerializer(constructor, slots));
    } catch (NoSuchFieldException | NoSuchMethodException e) {
      throw new IllegalStateException(type.getName() + " is no proper record: " + e, e);
    }
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    int i = 0;
    try {
      for (; i < slots.length; i++) {
        slots[i].write(kryo, output, object);
      }
    } catch (Unsendable e) {
      throw e.within(slots[i].name());
    }
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    int id = kryo.references().lastId();
    int mark = kryo.late().mark();
    @Nullable Object[] values = new @Nullable Object[slots.length];
    boolean partial = false;
    for (int i = 0; i < values.length; i++) {
      values[i] = slots[i].readBoxed(kryo, input);
      partial |= kryo.references().isPartial();
    }
    kryo.late().tryToFill(mark);
    Object object = SerialAccess.make(constructor, values);
    kryo.reference(object);
    if (partial) {
      checkCopies(kryo, object, values, id, mark);
    }
    return SerialAccess.resolve(readResolve, kryo.references(), id, object);
  }

  /** Its constructor may have copied a collection that is not right yet. */
  private void checkCopies(
      PickleKryo kryo, Object object, @Nullable Object[] values, int id, int mark) {
    for (int i = 0; i < values.length; i++) {
      Object given = values[i];
      Object kept = slots[i].get(object);
      if (given == null || kept == null || kept == given) {
        continue;
      }
      if (kryo.late().since(mark, given)) {
        kryo.late().add(id, new CopyCheck(kept, given));
      }
      if (kept instanceof Collection || kept instanceof Map) {
        kryo.late().add(id, HashCheck.of(kept));
      }
    }
  }
}
