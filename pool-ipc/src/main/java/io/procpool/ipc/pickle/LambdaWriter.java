package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;

/** Writes the captured values of one call site's lambdas. */
final class LambdaWriter extends GraphSerializer<Object> {

  private final MethodHandle writeReplace;
  private final Class<?> host;
  private final List<Class<?>> types;

  private LambdaWriter(MethodHandle writeReplace, Class<?> host, List<Class<?>> types) {
    this.writeReplace = writeReplace;
    this.host = host;
    this.types = types;
  }

  /** The plan for all lambdas of this one's class, which is its call site's alone. */
  static ClassPlan plan(Object lambda) {
    Class<?> type = lambda.getClass();
    MethodHandle writeReplace = requireNonNull(SerialAccess.writeReplace(type));
    if (!(describe(writeReplace, lambda) instanceof SerializedLambda described)) {
      return ReplacedSerializer.plan(type);
    }
    Class<?> host = host(type, described.getCapturingClass().replace('/', '.'));
    return ClassPlan.of(
        LambdaShape.define(type, described, host),
        new LambdaWriter(writeReplace, host, types(described, host)));
  }

  /** The types of the captured variables. */
  private static List<Class<?>> types(SerializedLambda described, Class<?> host) {
    List<Class<?>> types = new ArrayList<>();
    try {
      int kind = described.getImplMethodKind();
      ClassLoader loader = host.getClassLoader();
      if (kind != MethodHandleInfo.REF_invokeStatic
          && kind != MethodHandleInfo.REF_newInvokeSpecial) {
        types.add(Class.forName(described.getImplClass().replace('/', '.'), false, loader));
      }
      types.addAll(
          MethodType.fromMethodDescriptorString(described.getImplMethodSignature(), loader)
              .parameterList());
    } catch (ClassNotFoundException | TypeNotPresentException | LinkageError e) {
      types.clear(); // then nothing is asked of them here: the lambda itself throws when it is run
    }
    while (types.size() < described.getCapturedArgCount()) {
      types.add(Object.class);
    }
    return List.copyOf(types);
  }

  private static Class<?> host(Class<?> type, String name) {
    try {
      return Class.forName(name, false, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw Unsendable.refused(
          type, "its code is in " + name + ", which cannot be found by name: " + e);
    }
  }

  private static Object describe(MethodHandle writeReplace, Object lambda) {
    try {
      return (Object) writeReplace.invokeExact(lambda);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda does not describe itself: " + e, e);
    }
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object lambda) {
    kryo.references().countIdentity();
    SerializedLambda described = (SerializedLambda) describe(writeReplace, lambda);
    int count = described.getCapturedArgCount();
    output.writeVarInt(count, true);
    int i = 0;
    try {
      for (; i < count; i++) {
        CapturedValues.write(kryo, output, described.getCapturedArg(i), types.get(i));
      }
    } catch (Unsendable e) {
      throw e.within(CapturedValues.place(described, host, described.getCapturedArg(i)));
    }
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    throw new IllegalStateException("only writes");
  }
}
