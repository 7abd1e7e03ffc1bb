package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import io.procpool.ipc.classes.PerClass;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A library's or user's set or map that travels by its fields. If it places its keys by their hash
 * codes, as most do, these must be the same in the reader's process: those of enums, class literals
 * and objects that leave hashCode to Object are not. Known by java.util's interfaces, or by methods
 * of the usual names.
 */
final class HashContainer {

  private static final PerClass<Boolean> IDENTITY_HASHED =
      new PerClass<>(HashContainer::findIdentityHashed);

  /** Notes whether it is asked for its hash code. */
  private static final class Probe {
    private boolean asked;

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      asked = true;
      return 1;
    }
  }

  private final @Nullable Method finds;
  private final @Nullable Method keys;

  private HashContainer(@Nullable Method finds, @Nullable Method keys) {
    this.finds = finds;
    this.keys = keys;
  }

  /** What is known of a class, or null if its objects are no sets or maps. */
  static @Nullable HashContainer of(Class<?> type) {
    if (SerializerChoice.isJdk(type)) {
      return null;
    }
    if (Map.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type)) {
      return new HashContainer(null, null);
    }
    try {
      Method finds = question(type, "containsKey");
      Method keys = keys(type);
      if (finds != null && keys != null) {
        return new HashContainer(finds, keys);
      }
      finds = question(type, "contains");
      return finds != null && Iterable.class.isAssignableFrom(type) && isNamedSet(type)
          ? new HashContainer(finds, null)
          : null;
    } catch (LinkageError e) {
      return null; // the type of some method is missing: nobody can ask it anything
    }
  }

  private static boolean findIdentityHashed(Class<?> type) {
    try {
      return Enum.class.isAssignableFrom(type)
          || type.getMethod("hashCode").getDeclaringClass() == Object.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  /** Whether objects of a class have a hash code that is another in each process. */
  static boolean isIdentityHashed(Class<?> type) {
    return type == Class.class || IDENTITY_HASHED.get(type);
  }

  private static @Nullable Method question(Class<?> type, String name) {
    try {
      Method method = type.getMethod(name, Object.class);
      return method.getReturnType() == boolean.class && method.trySetAccessible() ? method : null;
    } catch (NoSuchMethodException none) {
      return null;
    }
  }

  private static @Nullable Method keys(Class<?> type) {
    for (String name : new String[] {"keySet", "keys"}) {
      try {
        Method method = type.getMethod(name);
        if (Iterable.class.isAssignableFrom(method.getReturnType()) && method.trySetAccessible()) {
          return method;
        }
      } catch (NoSuchMethodException none) {
        // The other name may do.
      }
    }
    return null;
  }

  private static boolean isNamedSet(Class<?> type) {
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      if (level.getName().endsWith("Set")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Looks whether an object that has been written will be right where it is read.
   *
   * @throws Unsendable if not
   */
  void check(Object container) {
    for (Object key : keysOf(container)) {
      Object real = unwrapped(key);
      if (real != null && isIdentityHashed(real.getClass()) && hashes(container)) {
        throw Unsendable.refused(
            container.getClass(),
            "it keeps its keys where their hash codes say, and those of "
                + (real instanceof Class ? "class literals" : real.getClass().getTypeName())
                + " are others in each process: send a collection of java.util, or use"
                + " Pickling.reduce");
      }
    }
  }

  /**
   * Looks whether an object that was read finds its keys.
   *
   * @throws NotSendableException if not
   */
  void checkRead(Object container) {
    for (Object key : keysOf(container)) {
      Object real = unwrapped(key);
      if (real != null && !finds(container, real)) {
        if (!hashes(container)) {
          return;
        }
        throw new NotSendableException(
            "a message cannot be read: a "
                + container.getClass().getTypeName()
                + " does not find its key of type "
                + real.getClass().getTypeName()
                + ": it keeps keys where their hash codes say, and those of enums, class literals"
                + " and objects without a hashCode of their own, also inside the keys, are others"
                + " in each process: send a collection of java.util, or use Pickling.reduce",
            null);
      }
    }
  }

  /** What calls {@link #checkRead} when an object is whole. */
  Filling checking(Object container) {
    return new Filling(container) {

      @Override
      void fill() {
        checkRead(container);
      }

      @Override
      boolean holds() {
        return true;
      }

      @Override
      void tryToFill() {
        // Who looks at it before it is whole sees it as it is.
      }
    };
  }

  private boolean hashes(Object container) {
    Probe probe = new Probe();
    finds(container, probe);
    return probe.asked;
  }

  /** What its own code gives; true if it fails. */
  private boolean finds(Object container, Object key) {
    try {
      return finds != null
          ? (boolean) finds.invoke(container, key)
          : container instanceof Map<?, ?> map
              ? map.containsKey(key)
              : ((Set<?>) container).contains(key);
    } catch (RuntimeException
        | StackOverflowError
        | LinkageError
        | IllegalAccessException
        | InvocationTargetException e) {
      return true; // a sorted one, for a key that it cannot compare: it does not hash
    }
  }

  private Iterable<?> keysOf(Object container) {
    try {
      if (keys != null) {
        return (Iterable<?>) keys.invoke(container);
      }
      return container instanceof Map<?, ?> map ? map.keySet() : (Iterable<?>) container;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return Set.of(); // it does not say
    }
  }

  /** Some libraries give cursors, which have the element. */
  private static @Nullable Object unwrapped(@Nullable Object key) {
    if (key == null || !key.getClass().getName().endsWith("Cursor")) {
      return key;
    }
    try {
      Field value = key.getClass().getField("value");
      return value.get(key);
    } catch (NoSuchFieldException | IllegalAccessException e) {
      return key;
    }
  }
}
