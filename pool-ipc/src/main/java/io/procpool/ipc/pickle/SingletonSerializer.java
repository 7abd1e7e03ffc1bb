package io.procpool.ipc.pickle;

import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one object of a class that says so, as Kotlin's and Scala's compilers make them: the reader's
 * own is meant. Any other object of the class goes as all do.
 */
final class SingletonSerializer extends GraphSerializer<Object> {

  private static final String KOTLIN = "kotlin.Metadata";
  private static final String SCALA_FIELD = "MODULE$";

  private final List<Field> fields;

  private SingletonSerializer(List<Field> fields) {
    this.fields = fields;
  }

  /** The plan of a user's class without hooks of its own, or null if it has no such object. */
  static @Nullable ClassPlan plan(Class<?> type) {
    List<Field> fields = fields(type);
    return fields.isEmpty()
        ? null
        : ClassPlan.of(
            new Definition(
                Definition.Kind.SINGLETON,
                type.getName(),
                fields.stream()
                    .map(field -> field.getDeclaringClass().getName() + "." + field.getName())
                    .toList()),
            new SingletonSerializer(fields));
  }

  /** The fields that may have the one object; mostly there is one, or none. */
  private static List<Field> fields(Class<?> type) {
    try {
      if (hasHooks(type) || Modifier.isAbstract(type.getModifiers())) {
        return List.of();
      }
      if (!hidesConstructors(type)) {
        return isAnonymous(type) && isStateless(type) ? constants(type) : List.of();
      }
      List<Field> own = ofType(type, type);
      if (!own.isEmpty()) {
        return own.size() == 1 && says(own.getFirst(), type) ? own : List.of();
      }
      List<Field> companion = companion(type);
      return companion.isEmpty() && isStateless(type) ? constants(type) : companion;
    } catch (LinkageError
        | AnnotationFormatError
        | ArrayStoreException
        | TypeNotPresentException e) {
      return List.of(); // some member's type is missing: its fields alone may do
    }
  }

  private static boolean says(Field field, Class<?> type) {
    return field.getName().equals(SCALA_FIELD)
        || (field.getName().equals("INSTANCE")
            && Modifier.isFinal(field.getModifiers())
            && (isStateless(type) || isKotlins(type)));
  }

  /**
   * Whether a class without state has a readResolve of its own, which gives its one object, and a
   * writeReplace of a superclass, which does not know of that: Jackson's MissingNode would arrive
   * as a NullNode.
   */
  static boolean resolvesItself(Class<?> type) {
    return !SerializerChoice.isJdk(type)
        && declares(type, "readResolve")
        && !declares(type, "writeReplace")
        && isStateless(type);
  }

  private static boolean declares(Class<?> type, String hook) {
    try {
      return type.getDeclaredMethod(hook) != null;
    } catch (NoSuchMethodException none) {
      return false;
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
    return true;
  }

  /** A class's static fields of a type. */
  private static List<Field> ofType(Class<?> holder, Class<?> type) {
    List<Field> found = new ArrayList<>();
    for (Field field : holder.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
        found.add(field);
      }
    }
    return found;
  }

  /** A Kotlin class's companion: the class around it has it, by the companion's name. */
  private static List<Field> companion(Class<?> type) {
    Class<?> around = isKotlins(type) ? around(type) : null;
    if (around == null) {
      return List.of();
    }
    List<Field> found = ofType(around, type);
    return found.size() == 1
            && type.getName().equals(around.getName() + "$" + found.getFirst().getName())
        ? found
        : List.of();
  }

  /** The constants of the class around, of which one may be the object, as json.org's NULL. */
  private static List<Field> constants(Class<?> type) {
    Class<?> around = around(type);
    if (around == null) {
      return List.of();
    }
    int constant = Modifier.STATIC | Modifier.FINAL;
    return Arrays.stream(around.getDeclaredFields())
        .filter(field ->
            (field.getModifiers() & constant) == constant && field.getType().isAssignableFrom(type))
        .sorted(Comparator.comparing(Field::getName))
        .toList();
  }

  /** By its name: what reflection says of nesting throws for some class files. */
  private static @Nullable Class<?> around(Class<?> type) {
    int end = type.getName().lastIndexOf('$');
    if (end <= 0) {
      return null;
    }
    try {
      return Class.forName(type.getName().substring(0, end), false, type.getClassLoader());
    } catch (ClassNotFoundException none) {
      return null;
    }
  }

  private static boolean isAnonymous(Class<?> type) {
    String last = type.getName().substring(type.getName().lastIndexOf('$') + 1);
    return last.chars().allMatch(letter -> letter >= '0' && letter <= '9');
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
    int number = number(object);
    output.writeVarInt(number, true);
    if (number == 0) {
      ClassPlan other = SerializerChoice.byState(object.getClass());
      kryo.classes().writeDefinition(output, other.definition());
      serializer(other).write(kryo, output, object);
    }
  }

  /** The number of the field that has it, from 1, or 0. */
  private int number(Object object) {
    for (int i = 0; i < fields.size(); i++) {
      try {
        if (fields.get(i).trySetAccessible() && get(fields.get(i)) == object) {
          return i + 1;
        }
      } catch (LinkageError failedToStart) {
        // The class around it is of no use here, so it has not made the object.
      }
    }
    return 0;
  }

  @Override
  @Nullable Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    int number = input.readVarInt(true);
    if (number > 0) {
      Field field = Opening.open(fields.get(number - 1), type);
      Object one = get(field);
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

  private static @Nullable Object get(Field field) {
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
