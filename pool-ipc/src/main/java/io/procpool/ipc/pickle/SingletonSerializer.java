package io.procpool.ipc.pickle;

import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one object of a class that says so, as Kotlin's and Scala's compilers make them: the reader's
 * own is meant. Any other object of the class goes as all do.
 */
final class SingletonSerializer extends GraphSerializer<Object> {

  private static final String KOTLIN = "kotlin.Metadata";
  private static final String SCALA_FIELD = "MODULE$";

  private final Field field;

  private SingletonSerializer(Field field) {
    this.field = field;
  }

  /** The plan of a user's class without hooks of its own, or null if it has no such object. */
  static @Nullable ClassPlan plan(Class<?> type) {
    Field field = field(type);
    return field == null
        ? null
        : ClassPlan.of(
            new Definition(
                Definition.Kind.SINGLETON,
                type.getName(),
                List.of(field.getDeclaringClass().getName() + "." + field.getName())),
            new SingletonSerializer(field));
  }

  private static @Nullable Field field(Class<?> type) {
    try {
      if (hasHooks(type) || !hidesConstructors(type)) {
        return null;
      }
      Field own = only(type, type.getDeclaredFields());
      if (own != null) {
        boolean named = own.getName().equals("INSTANCE") && (isStateless(type) || isKotlins(type));
        return named || own.getName().equals(SCALA_FIELD) ? own : null;
      }
      return companion(type);
    } catch (LinkageError
        | AnnotationFormatError
        | ArrayStoreException
        | TypeNotPresentException e) {
      return null; // some member's type is missing: its fields alone may do
    }
  }

  private static boolean hasHooks(Class<?> type) {
    return Serializable.class.isAssignableFrom(type)
        && (ReplacedSerializer.replaces(type) || StreamClass.hasHooks(type));
  }

  private static boolean hidesConstructors(Class<?> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (!Modifier.isPrivate(constructor.getModifiers()) && !constructor.isSynthetic()) {
        return false;
      }
    }
    return !Modifier.isAbstract(type.getModifiers());
  }

  /** The one static field of this type, and null if there are none or several. */
  private static @Nullable Field only(Class<?> type, Field[] fields) {
    List<Field> found = new ArrayList<>();
    for (Field field : fields) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
        found.add(field);
      }
    }
    if (found.size() != 1) {
      return null;
    }
    Field field = found.getFirst();
    return Modifier.isFinal(field.getModifiers()) || field.getName().equals(SCALA_FIELD)
        ? field
        : null;
  }

  /** A Kotlin class's companion: the class around it has it, by the companion's name. */
  private static @Nullable Field companion(Class<?> type) {
    int end = type.getName().lastIndexOf('$');
    if (end <= 0 || !isKotlins(type)) {
      return null;
    }
    try {
      Class<?> around =
          Class.forName(type.getName().substring(0, end), false, type.getClassLoader());
      Field field = only(type, around.getDeclaredFields());
      return field != null && field.getName().equals(type.getName().substring(end + 1))
          ? field
          : null;
    } catch (ClassNotFoundException none) {
      return null;
    }
  }

  /** Whether there is nothing in the object that the other process's may not have. */
  private static boolean isStateless(Class<?> type) {
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isKotlins(Class<?> type) {
    for (Annotation annotation : type.getDeclaredAnnotations()) {
      if (annotation.annotationType().getName().equals(KOTLIN)) {
        return true;
      }
    }
    return false;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    boolean isIt = field.trySetAccessible() && get() == object;
    output.writeBoolean(isIt);
    if (!isIt) {
      ClassPlan other = SerializerChoice.byState(object.getClass());
      kryo.classes().writeDefinition(output, other.definition());
      serializer(other).write(kryo, output, object);
    }
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    if (input.readBoolean()) {
      Opening.open(field, type);
      Object one = get();
      if (one == null) {
        throw new IllegalStateException(
            field + " is null: " + type.getName() + " is still being initialized");
      }
      return one;
    }
    Definition there = kryo.classes().readDefinition(input).definition();
    ClassPlan other = SerializerChoice.byState(type);
    other.definition().requireSame(there);
    return serializer(other).read(kryo, input, type);
  }

  private @Nullable Object get() {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be read: " + e, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static GraphSerializer<Object> serializer(ClassPlan plan) {
    return (GraphSerializer<Object>) plan.serializers().get();
  }
}
