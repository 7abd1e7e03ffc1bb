package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.classes.PerClass;
import io.procpool.ipc.inside.Insider;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What {@link Executors#callable(Runnable, Object)} makes, by its task and result. */
final class CallableAdapterSerializer extends GraphSerializer<Callable<?>> {

  private static final String TYPE = "java.util.concurrent.Executors$RunnableAdapter";

  private static final PerClass<Parts> PARTS = new PerClass<>(Parts::of);

  static boolean handles(Class<?> type) {
    return type.getName().equals(TYPE);
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Callable<?> adapter) {
    Parts parts = PARTS.get(adapter.getClass());
    String part = "task";
    try {
      kryo.writeClassAndObject(output, Parts.get(parts.task, adapter));
      part = "result";
      kryo.writeClassAndObject(output, Parts.get(parts.result, adapter));
    } catch (Unsendable e) {
      throw e.within("Executors.callable." + part);
    }
  }

  @Override
  Callable<?> read(PickleKryo kryo, PickleInput input, Class<? extends Callable<?>> type) {
    Object task = requireNonNull(kryo.readClassAndObject(input), "task");
    return Executors.callable((Runnable) task, kryo.readClassAndObject(input));
  }

  /** The getters of its private fields, from Object to Object. */
  private record Parts(MethodHandle task, MethodHandle result) {

    static Parts of(Class<?> type) {
      Lookup lookup = Insider.lookupIn(type);
      if (lookup == null) {
        throw Unsendable.refused(
            type,
            "Executors.callable makes it: submit the Runnable itself, with its result; or "
                + Insider.advice());
      }
      try {
        MethodType generic = MethodType.methodType(Object.class, Object.class);
        return new Parts(
            lookup.findGetter(type, "task", Runnable.class).asType(generic),
            lookup.findGetter(type, "result", Object.class).asType(generic));
      } catch (ReflectiveOperationException e) {
        throw Unsendable.refused(
            type, "this JDK's has other fields: submit the Runnable itself, with its result");
      }
    }

    static @Nullable Object get(MethodHandle getter, Object adapter) {
      try {
        return (Object) getter.invokeExact(adapter);
      } catch (Throwable e) {
        throw new IllegalStateException("a field of the JDK's cannot be read: " + e, e);
      }
    }
  }
}
