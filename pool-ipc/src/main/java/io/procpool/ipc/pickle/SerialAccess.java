package io.procpool.ipc.pickle;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OptionalDataException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The private hooks of {@link java.io.Serializable} classes, by the way the JDK keeps open for
 * serialization libraries (JEP 500): it needs no JVM flag and works in any module. The class is
 * called by name, because javac warns of it and lets nobody silence the warning.
 */
final class SerialAccess {

  private static final MethodType OBJECT_TO_OBJECT =
      MethodType.methodType(Object.class, Object.class);
  private static final MethodType WRITER =
      MethodType.methodType(void.class, Object.class, ObjectOutputStream.class);
  private static final MethodType READER =
      MethodType.methodType(void.class, Object.class, ObjectInputStream.class);
  private static final MethodType OBJECT_TO_NOTHING =
      MethodType.methodType(void.class, Object.class);
  private static final Class<?> TYPE = factoryType();
  private static final Object FACTORY = factory();

  private SerialAccess() {}

  /** {@code writeReplace} as (Object)Object. */
  static @Nullable MethodHandle writeReplace(Class<?> type) {
    return hook("writeReplaceForSerialization", type, OBJECT_TO_OBJECT);
  }

  /** {@code readResolve} as (Object)Object. */
  static @Nullable MethodHandle readResolve(Class<?> type) {
    return hook("readResolveForSerialization", type, OBJECT_TO_OBJECT);
  }

  /** {@code writeObject} as (Object,ObjectOutputStream)void. */
  static @Nullable MethodHandle writeObject(Class<?> type) {
    return hook("writeObjectForSerialization", type, WRITER);
  }

  /** {@code readObject} as (Object,ObjectInputStream)void. */
  static @Nullable MethodHandle readObject(Class<?> type) {
    return hook("readObjectForSerialization", type, READER);
  }

  /** {@code readObjectNoData} as (Object)void. */
  static @Nullable MethodHandle readObjectNoData(Class<?> type) {
    return hook("readObjectNoDataForSerialization", type, OBJECT_TO_NOTHING);
  }

  /** Puts all fields of this class, not of its superclasses, into putFields(). */
  static @Nullable MethodHandle defaultWrite(Class<?> type) {
    return hook("defaultWriteObjectForSerialization", type, WRITER);
  }

  /** Sets all fields of this class, final ones too, from readFields(). */
  static @Nullable MethodHandle defaultRead(Class<?> type) {
    return hook("defaultReadObjectForSerialization", type, READER);
  }

  /**
   * Makes an object without running the constructors of its serializable classes; that of the first
   * other superclass is run, and none is returned if it has no suitable one.
   */
  static @Nullable Constructor<?> constructor(Class<?> type) {
    return (Constructor<?>) call("newConstructorForSerialization", type);
  }

  /** The public constructor without parameters of an Externalizable class. */
  static @Nullable Constructor<?> externalConstructor(Class<?> type) {
    return (Constructor<?>) call("newConstructorForExternalization", type);
  }

  /** Calls a constructor of this class. */
  static Object make(Constructor<?> constructor, @Nullable Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(constructor + " threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be called: " + e, e);
    }
  }

  /**
   * What readResolve gives for an object just read. Later references are to that; earlier ones,
   * from its own parts, are to the object it replaces, as in java.io.
   */
  static @Nullable Object resolve(
      @Nullable MethodHandle readResolve, GraphReferences references, int id, Object object) {
    if (readResolve == null) {
      return object;
    }
    try {
      Object resolved = (Object) readResolve.invokeExact(object);
      references.setReadObject(id, resolved == null ? GraphReferences.resolvedToNull() : resolved);
      return resolved;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("readResolve threw " + e, e);
    }
  }

  /** What readObject throws to code that reads on where its writer ended. */
  static OptionalDataException endOfOptionalData() {
    try {
      return (OptionalDataException)
          TYPE.getMethod("newOptionalDataExceptionForSerialization", boolean.class)
              .invoke(FACTORY, true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no OptionalDataException can be made: " + e, e);
    }
  }

  private static @Nullable MethodHandle hook(String method, Class<?> type, MethodType as) {
    MethodHandle handle = (MethodHandle) call(method, type);
    return handle == null ? null : handle.asType(as);
  }

  private static @Nullable Object call(String name, Class<?> argument) {
    try {
      Method method = TYPE.getMethod(name, Class.class);
      return method.invoke(FACTORY, argument);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "sun.reflect.ReflectionFactory." + name + "(" + argument.getName() + "): " + e, e);
    }
  }

  private static Class<?> factoryType() {
    try {
      return Class.forName("sun.reflect.ReflectionFactory");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the JDK module jdk.unsupported is missing", e);
    }
  }

  private static Object factory() {
    try {
      return TYPE.getMethod("getReflectionFactory").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("sun.reflect.ReflectionFactory cannot be had: " + e, e);
    }
  }
}
