package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a lambda's call site on the wire: all of a {@link SerializedLambda} but the
 * captured values, and the checksum of the class file that has its code. A compiler numbers
 * lambdas, so that in a class compiled again a name may be another lambda's.
 */
final class LambdaDetails {

  private static final int FIXED = 9;

  private final Class<?> host;
  private final List<String> texts;

  private LambdaDetails(Class<?> host, List<String> texts) {
    this.host = host;
    this.texts = texts;
  }

  /** What readers are told of the call site of a lambda, of which this is the class. */
  static Definition define(
      Definition.Kind kind, Class<?> type, SerializedLambda lambda, Class<?> host, long checksum) {
    List<String> texts = new ArrayList<>();
    texts.add(Long.toHexString(checksum));
    texts.add(lambda.getFunctionalInterfaceClass());
    texts.add(lambda.getFunctionalInterfaceMethodName());
    texts.add(lambda.getFunctionalInterfaceMethodSignature());
    texts.add(Integer.toString(lambda.getImplMethodKind()));
    texts.add(lambda.getImplClass());
    texts.add(lambda.getImplMethodName());
    texts.add(lambda.getImplMethodSignature());
    texts.add(lambda.getInstantiatedMethodType());
    LambdaLinker.describeExtras(type, lambda, texts);
    return new Definition(kind, host.getName(), texts);
  }

  /** The details of a definition, of which this is the host in this process. */
  static LambdaDetails of(Definition definition, Class<?> host) {
    List<String> texts = definition.details();
    if (texts.size() < FIXED) {
      throw new IllegalArgumentException("a lambda with " + texts.size() + " details");
    }
    return new LambdaDetails(host, texts);
  }

  /** The checksum of the host's class file in the writer's process, 0 if it had none. */
  long checksum() {
    return Long.parseLong(texts.getFirst(), 16);
  }

  NotSendableException otherVersion(long here) {
    return new NotSendableException(
        "a lambda cannot be read: there are two different versions of "
            + host.getName()
            + ": the checksum of its class file is "
            + Long.toHexString(checksum())
            + " there and "
            + Long.toHexString(here)
            + " here; the processes must run the same classes",
        null);
  }

  /** What a {@link SerializedLambda} does not tell. */
  List<String> extras() {
    return texts.subList(FIXED, texts.size());
  }

  SerializedLambda described(@Nullable Object[] captured) {
    return new SerializedLambda(
        host,
        texts.get(1),
        texts.get(2),
        texts.get(3),
        Integer.parseInt(texts.get(4)),
        texts.get(5),
        texts.get(6),
        texts.get(7),
        texts.get(8),
        captured);
  }
}
