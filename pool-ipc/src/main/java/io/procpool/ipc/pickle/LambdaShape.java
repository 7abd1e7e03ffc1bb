package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.Registration;
import io.procpool.NotSendableException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lambda's call site: all of a {@link SerializedLambda} but the captured values, and the checksum
 * of the class file that has its code. A compiler numbers lambdas, so that in a class compiled
 * again a name may be another lambda's: then none is made. Thread-safe.
 */
final class LambdaShape {

  private static final MethodHandle RESOLVE =
      requireNonNull(SerialAccess.readResolve(SerializedLambda.class));
  private static final int DETAILS = 9;

  private final Class<?> host;
  private final List<String> details;
  private final Registration registration;

  private LambdaShape(Class<?> host, List<String> details) {
    this.host = host;
    this.details = details;
    this.registration = new Registration(LambdaShape.class, new LambdaReader(this), 0);
  }

  /** What readers are told of a lambda's call site. */
  static Definition define(SerializedLambda lambda, Class<?> host) {
    return new Definition(
        Definition.Kind.LAMBDA,
        host.getName(),
        List.of(
            Long.toHexString(HostFile.checksum(host)),
            lambda.getFunctionalInterfaceClass(),
            lambda.getFunctionalInterfaceMethodName(),
            lambda.getFunctionalInterfaceMethodSignature(),
            Integer.toString(lambda.getImplMethodKind()),
            lambda.getImplClass(),
            lambda.getImplMethodName(),
            lambda.getImplMethodSignature(),
            lambda.getInstantiatedMethodType()));
  }

  /**
   * The call site in this process.
   *
   * @throws NotSendableException if its class is another version here
   */
  static LambdaShape of(Definition definition, Class<?> host) {
    List<String> details = definition.details();
    if (details.size() != DETAILS) {
      throw new IllegalArgumentException("a lambda with " + details.size() + " details");
    }
    long there = Long.parseLong(details.getFirst(), 16);
    long here = HostFile.checksum(host);
    if (there != here && there != 0 && here != 0) {
      throw new NotSendableException(
          "a lambda cannot be read: there are two different versions of "
              + host.getName()
              + ": the checksum of its class file is "
              + Long.toHexString(there)
              + " there and "
              + Long.toHexString(here)
              + " here; the processes must run the same classes",
          null);
    }
    return new LambdaShape(host, details);
  }

  /** What Kryo reads its lambdas by. */
  Registration registration() {
    return registration;
  }

  /** A lambda of this call site. */
  Object link(@Nullable Object[] captured) {
    SerializedLambda lambda =
        new SerializedLambda(
            host,
            details.get(1),
            details.get(2),
            details.get(3),
            Integer.parseInt(details.get(4)),
            details.get(5),
            details.get(6),
            details.get(7),
            details.get(8),
            captured);
    try {
      return (Object) RESOLVE.invokeExact((Object) lambda);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda of " + host.getName() + " cannot be made: " + e, e);
    }
  }
}
