package io.procpool.ipc.pickle;

import io.procpool.ipc.inside.ClassConstants;
import io.procpool.ipc.inside.Insider;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the captured values of one call site's lambdas that are not Serializable, from the fields
 * of their hidden class. It holds that class, and so must be held by it alone.
 */
final class PlainLambdaWriter extends GraphSerializer<Object> {

  private final Class<?> host;
  private final SerializedLambda described;
  private final MethodHandle[] getters;
  private final List<Class<?>> types;

  private PlainLambdaWriter(
      Class<?> host, SerializedLambda described, MethodHandle[] getters, List<Class<?>> types) {
    this.host = host;
    this.described = described;
    this.getters = getters;
    this.types = types;
  }

  /**
   * The plan for the lambdas of a class.
   *
   * @throws Unsendable if the JVM does not let us see what it is, or no other could make it
   */
  static ClassPlan plan(Class<?> type) {
    Class<?> host = LambdaClass.host(type);
    Lookup lookup = Insider.lookupIn(type);
    ClassConstants constants = ClassConstants.of(type);
    if (lookup == null || constants == null) {
      throw Unsendable.refused(type, Refusals.lambdaWayOut(type) + "; or " + Insider.advice());
    }
    LambdaClass seen = new LambdaClass(type, constants);
    SerializedLambda described = LambdaFinder.find(type, host, seen);
    return ClassPlan.of(
        PlainLambdaShape.define(type, described, host),
        new PlainLambdaWriter(
            host,
            described,
            getters(lookup, seen.captured()),
            seen.captured().stream().<Class<?>>map(Field::getType).toList()));
  }

  private static MethodHandle[] getters(Lookup lookup, List<Field> captured) {
    MethodHandle[] getters = new MethodHandle[captured.size()];
    try {
      for (int i = 0; i < getters.length; i++) {
        getters[i] =
            lookup
                .unreflectGetter(captured.get(i))
                .asType(MethodType.methodType(Object.class, Object.class));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a lookup that may do everything may not do that: " + e, e);
    }
    return getters;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object lambda) {
    output.writeVarInt(getters.length, true);
    Object value = null;
    try {
      for (int i = 0; i < getters.length; i++) {
        value = get(getters[i], lambda);
        CapturedValues.write(kryo, output, value, types.get(i));
      }
    } catch (Unsendable e) {
      throw e.within(CapturedValues.place(described, host, value));
    }
  }

  private static @Nullable Object get(MethodHandle getter, Object lambda) {
    try {
      return (Object) getter.invokeExact(lambda);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda's field cannot be read: " + e, e);
    }
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    throw new IllegalStateException("only writes");
  }
}
