package io.procpool.ipc.pickle;

import io.procpool.ipc.classes.PerClass;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether what writeReplace gave can stand where the object stood: in a field, array or captured
 * variable of a class that it is no instance of, java.io throws ClassCastException when it is read.
 */
final class Replacement {

  /** Whether objects of a class arrive as they are, and do not resolve to others. */
  private static final PerClass<Boolean> ARRIVES_AS_IT_IS =
      new PerClass<>(
          type -> SerialAccess.readResolve(type) == null && !ReplacedSerializer.replaces(type));

  /** How objects are written by their fields alone that their class replaces; null if not. */
  private static final PerClass<Plain> PLAINS = new PerClass<>(Replacement::plain);

  /**
   * How objects of a class go without the class's own hooks.
   *
   * @param serializer null if they cannot
   * @param reason why not
   */
  private record Plain(@Nullable GraphSerializer<Object> serializer, String reason) {}

  private @Nullable Object placed;
  private @Nullable Class<?> place;
  private @Nullable IdentityHashMap<Object, Class<?>> elsewhere;

  /**
   * Says where an object is written next: in a place of this type.
   *
   * @throws Unsendable if it was written before as something that does not fit
   */
  void place(@Nullable Object object, Class<?> type) {
    placed = object;
    place = type;
    if (elsewhere != null) {
      Class<?> as = elsewhere.get(object);
      if (as != null && !type.isAssignableFrom(as) && object != null) {
        throw refusal(object, as, type, "elsewhere in the same message it is replaced");
      }
    }
  }

  /** Whether an object must go by its fields, since its replacement does not fit its place. */
  boolean isMisfit(Object object, @Nullable Object replacement) {
    if (replacement == null || !ARRIVES_AS_IT_IS.get(replacement.getClass())) {
      return false;
    }
    Class<?> type = place;
    if (placed == object && type != null && !type.isInstance(replacement)) {
      requirePlain(object, replacement, type);
      return true;
    }
    if (!object.getClass().isInstance(replacement)) {
      if (elsewhere == null) {
        elsewhere = new IdentityHashMap<>();
      }
      elsewhere.put(object, replacement.getClass());
    }
    return false;
  }

  private static void requirePlain(Object object, Object replacement, Class<?> place) {
    Plain plain = PLAINS.get(object.getClass());
    if (plain.serializer == null) {
      throw refusal(object, replacement.getClass(), place, plain.reason);
    }
  }

  /**
   * How objects of this class are written by their fields.
   *
   * @throws IllegalStateException if they are not
   */
  static GraphSerializer<Object> byFields(Class<?> type) {
    Plain plain = PLAINS.get(type);
    if (plain.serializer == null) {
      throw new IllegalStateException(
          type.getName() + " does not go by its fields: " + plain.reason);
    }
    return plain.serializer;
  }

  private static Unsendable refusal(Object object, Class<?> as, Class<?> place, String reason) {
    return Unsendable.refused(
        object.getClass(),
        "its writeReplace gives a "
            + as.getTypeName()
            + ", which cannot be where a "
            + place.getTypeName()
            + " is, and "
            + reason
            + ": declare the field, array or variable as a type that both have, or use"
            + " Pickling.reduce");
  }

  @SuppressWarnings("unchecked")
  private static Plain plain(Class<?> type) {
    if (SerializerChoice.isJdk(type)) {
      return new Plain(null, "its fields are the JDK's");
    }
    for (Class<?> level = type; !SerializerChoice.isJdk(level); level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isTransient(modifiers) && !Modifier.isStatic(modifiers)) {
          return new Plain(null, "its field " + field.getName() + " is transient");
        }
      }
    }
    try {
      ClassPlan plan = FieldsSerializer.plan(type);
      return new Plain((GraphSerializer<Object>) plan.serializers().get(), "");
    } catch (Unsendable e) {
      return new Plain(null, String.valueOf(e.getMessage()));
    }
  }

  /** Keeps nothing of a message. */
  void clear() {
    placed = null;
    place = null;
    elsewhere = null;
  }
}
