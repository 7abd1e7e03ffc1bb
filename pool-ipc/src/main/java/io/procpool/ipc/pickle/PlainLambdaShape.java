package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * The call site of lambdas that are not Serializable. Only the very same class file runs them.
 * Thread-safe.
 */
final class PlainLambdaShape implements LambdaReader.Site {

  private final Class<?> host;
  private final LambdaDetails details;
  private volatile @Nullable MethodHandle factory;
  private volatile boolean known;

  private PlainLambdaShape(Class<?> host, LambdaDetails details) {
    this.host = host;
    this.details = details;
  }

  /** What readers are told of the call site of a lambda, of which this is the class. */
  static Definition define(Class<?> type, SerializedLambda lambda, Class<?> host) {
    return LambdaDetails.define(
        Definition.Kind.PLAIN_LAMBDA, type, lambda, host, HostFile.checksumOfAny(host));
  }

  /**
   * The call site in this process.
   *
   * @throws NotSendableException if its class is another version here
   */
  static PlainLambdaShape of(Definition definition, Class<?> host) {
    LambdaDetails details = LambdaDetails.of(definition, host);
    long here = HostFile.checksumOfAny(host);
    if (details.checksum() != here) {
      throw details.otherVersion(here);
    }
    return new PlainLambdaShape(host, details);
  }

  /** If the sender is not trusted, it must be a call site of the host's class file. */
  @Override
  public Object make(@Nullable Object[] captured, boolean trusted) {
    try {
      if (!trusted) {
        requireKnown();
      }
      return LambdaLinker.make(factory(), captured);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda of " + host.getName() + " cannot be made: " + e, e);
    }
  }

  private void requireKnown() {
    if (!known) {
      SerializedLambda told = details.described(new Object[0]);
      if (LambdaSites.of(host).stream().noneMatch(site -> site.makes(told))) {
        throw new SecurityException("the class has no such lambda");
      }
      known = true;
    }
  }

  /** Linked at the first lambda; threads that race link equal ones. */
  private MethodHandle factory() throws Exception {
    MethodHandle linked = factory;
    if (linked == null) {
      linked = LambdaLinker.linkPlain(host, details.described(new Object[0]), details.extras());
      factory = linked;
    }
    return linked;
  }
}
