package io.procpool.runtime.wrapper;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Fields of other libraries' objects; they were made accessible when their wrapper was found. */
final class Fields {

  private Fields() {}

  /**
   * A field that can be read and, unless it is final, written.
   *
   * @throws ReflectiveOperationException if the class has none of this name
   * @throws java.lang.reflect.InaccessibleObjectException if its package is not open to us
   */
  static Field of(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /**
   * A field of this type.
   *
   * @throws ReflectiveOperationException if the class has none
   * @throws java.lang.reflect.InaccessibleObjectException if its package is not open to us
   */
  static Field of(Class<?> type, String name, Class<?> content)
      throws ReflectiveOperationException {
    Field field = of(type, name);
    if (field.getType() != content) {
      throw new NoSuchFieldException(
          name + " of type " + content.getTypeName() + ", but of " + field.getType().getTypeName());
    }
    return field;
  }

  static @Nullable Object get(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was accessible before", e);
    }
  }

  static void set(Field field, Object holder, Object value) {
    try {
      field.set(holder, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was accessible before", e);
    }
  }
}
