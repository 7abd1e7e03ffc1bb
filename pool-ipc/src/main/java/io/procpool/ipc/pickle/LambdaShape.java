package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.Registration;
import io.procpool.NotSendableException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
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
  private static final int FIXED_DETAILS = 9;

  private final Class<?> host;
  private final List<String> details;
  private final Registration registration;

  /** Null if lambdas are made by {@link SerializedLambda}, and until {@link #linked}. */
  private volatile @Nullable MethodHandle factory;

  private volatile boolean linked;

  private LambdaShape(Class<?> host, List<String> details) {
    this.host = host;
    this.details = details;
    this.registration = new Registration(LambdaShape.class, new LambdaReader(this), 0);
  }

  /** What readers are told of the call site of a lambda, of which this is the class. */
  static Definition define(Class<?> type, SerializedLambda lambda, Class<?> host) {
    List<String> details = new ArrayList<>();
    details.add(Long.toHexString(HostFile.checksum(host)));
    details.add(lambda.getFunctionalInterfaceClass());
    details.add(lambda.getFunctionalInterfaceMethodName());
    details.add(lambda.getFunctionalInterfaceMethodSignature());
    details.add(Integer.toString(lambda.getImplMethodKind()));
    details.add(lambda.getImplClass());
    details.add(lambda.getImplMethodName());
    details.add(lambda.getImplMethodSignature());
    details.add(lambda.getInstantiatedMethodType());
    LambdaLinker.describeExtras(type, lambda, details);
    return new Definition(Definition.Kind.LAMBDA, host.getName(), details);
  }

  /**
   * The call site in this process.
   *
   * @throws NotSendableException if its class is another version here
   */
  static LambdaShape of(Definition definition, Class<?> host) {
    List<String> details = definition.details();
    if (details.size() < FIXED_DETAILS) {
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

  /**
   * A lambda of this call site.
   *
   * @param trusted whether the sender may name any method as the lambda's code; otherwise the host
   *     is asked, which knows its own lambdas only
   */
  Object make(@Nullable Object[] captured, boolean trusted) {
    MethodHandle making = trusted ? factory() : null;
    try {
      return making == null
          ? (Object) RESOLVE.invokeExact((Object) serialized(captured))
          : LambdaLinker.make(making, captured);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda of " + host.getName() + " cannot be made: " + e, e);
    }
  }

  /** Linked at the first lambda that is trusted; threads that race link equal ones. */
  private @Nullable MethodHandle factory() {
    if (!linked) {
      if (!SerializerChoice.isJdk(host)) {
        factory =
            LambdaLinker.link(
                host, serialized(new Object[0]), details.subList(FIXED_DETAILS, details.size()));
      }
      linked = true;
    }
    return factory;
  }

  private SerializedLambda serialized(@Nullable Object[] captured) {
    return new SerializedLambda(
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
  }
}
