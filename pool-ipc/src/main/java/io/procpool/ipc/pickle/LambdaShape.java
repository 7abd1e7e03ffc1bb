package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lambda's call site in this process: makes lambdas from captured values. Thread-safe. */
final class LambdaShape {

  private static final MethodHandle RESOLVE =
      requireNonNull(SerialAccess.readResolve(SerializedLambda.class));

  private final Class<?> host;
  private final List<String> details;

  private LambdaShape(Class<?> host, List<String> details) {
    this.host = host;
    this.details = details;
  }

  /** What a lambda's host and call site are called; captured values are not part of it. */
  static Definition define(SerializedLambda lambda) {
    return new Definition(
        Definition.Kind.LAMBDA,
        lambda.getCapturingClass().replace('/', '.'),
        List.of(
            lambda.getFunctionalInterfaceClass(),
            lambda.getFunctionalInterfaceMethodName(),
            lambda.getFunctionalInterfaceMethodSignature(),
            Integer.toString(lambda.getImplMethodKind()),
            lambda.getImplClass(),
            lambda.getImplMethodName(),
            lambda.getImplMethodSignature(),
            lambda.getInstantiatedMethodType()));
  }

  static LambdaShape of(Definition definition, ClassLoader loader) {
    return new LambdaShape(KnownType.classNamed(definition.name(), loader), definition.details());
  }

  /** A lambda of this shape. */
  Object link(@Nullable Object[] captured) {
    SerializedLambda lambda =
        new SerializedLambda(
            host,
            details.get(0),
            details.get(1),
            details.get(2),
            Integer.parseInt(details.get(3)),
            details.get(4),
            details.get(5),
            details.get(6),
            details.get(7),
            captured);
    try {
      return (Object) RESOLVE.invokeExact((Object) lambda);
    } catch (Throwable e) {
      throw new IllegalStateException("lambda of " + host.getName() + " cannot be made: " + e, e);
    }
  }
}
