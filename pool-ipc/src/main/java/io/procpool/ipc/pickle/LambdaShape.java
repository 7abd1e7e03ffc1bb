package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.NotSendableException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/** The call site of lambdas that are Serializable. Thread-safe. */
final class LambdaShape implements LambdaReader.Site {

  private static final MethodHandle RESOLVE =
      requireNonNull(SerialAccess.readResolve(SerializedLambda.class));

  private final Class<?> host;
  private final LambdaDetails details;

  /** Null if lambdas are made by {@link SerializedLambda}, and until {@link #linked}. */
  private volatile @Nullable MethodHandle factory;

  private volatile boolean linked;

  private LambdaShape(Class<?> host, LambdaDetails details) {
    this.host = host;
    this.details = details;
  }

  /** What readers are told of the call site of a lambda, of which this is the class. */
  static Definition define(Class<?> type, SerializedLambda lambda, Class<?> host) {
    return LambdaDetails.define(
        Definition.Kind.LAMBDA, type, lambda, host, HostFile.checksum(host));
  }

  /**
   * The call site in this process.
   *
   * @throws NotSendableException if its class is another version here
   */
  static LambdaShape of(Definition definition, Class<?> host) {
    LambdaDetails details = LambdaDetails.of(definition, host);
    long there = details.checksum();
    long here = HostFile.checksum(host);
    if (there != here && there != 0 && here != 0) {
      throw details.otherVersion(here);
    }
    return new LambdaShape(host, details);
  }

  /** If the sender is not trusted, the host is asked, which knows its own lambdas only. */
  @Override
  public Object make(@Nullable Object[] captured, boolean trusted) {
    MethodHandle making = trusted ? factory() : null;
    try {
      return making == null
          ? (Object) RESOLVE.invokeExact((Object) details.described(captured))
          : LambdaLinker.make(making, captured);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda of " + host.getName() + " cannot be made: " + e, e);
    }
  }

  /** Linked at the first lambda that is trusted; threads that race link equal ones. */
  private @Nullable MethodHandle factory() {
    if (!linked) {
      if (!SerializerChoice.isJdk(host)) {
        factory = LambdaLinker.link(host, details.described(new Object[0]), details.extras());
      }
      linked = true;
    }
    return factory;
  }
}
