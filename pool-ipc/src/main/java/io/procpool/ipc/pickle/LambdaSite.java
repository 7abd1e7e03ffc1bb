package io.procpool.ipc.pickle;

import java.lang.invoke.SerializedLambda;
import java.util.List;

/**
 * A place in a class file where lambdas are made, as an invokedynamic says it. Names have slashes.
 *
 * @param functional the interface
 * @param method the interface's method
 * @param type the method's erased type
 * @param captured the types of the captured variables
 * @param implKind how the implementation is called, as in {@link java.lang.invoke.MethodHandleInfo}
 * @param instantiated the method's type with its type variables replaced
 * @param markers further interfaces, in order
 * @param bridges further types of the method, in order
 */
record LambdaSite(
    String functional,
    String method,
    String type,
    List<String> captured,
    int implKind,
    String implOwner,
    String implName,
    String implType,
    String instantiated,
    List<String> markers,
    List<String> bridges) {

  /** Whether lambdas of the other run the same code, whatever they are called with. */
  boolean runsSameAs(LambdaSite other) {
    return implKind == other.implKind
        && implOwner.equals(other.implOwner)
        && implName.equals(other.implName)
        && implType.equals(other.implType);
  }

  /** Whether it is the call site that a lambda was described by. */
  boolean makes(SerializedLambda lambda) {
    return functional.equals(lambda.getFunctionalInterfaceClass())
        && method.equals(lambda.getFunctionalInterfaceMethodName())
        && type.equals(lambda.getFunctionalInterfaceMethodSignature())
        && implKind == lambda.getImplMethodKind()
        && implOwner.equals(lambda.getImplClass())
        && implName.equals(lambda.getImplMethodName())
        && implType.equals(lambda.getImplMethodSignature())
        && instantiated.equals(lambda.getInstantiatedMethodType());
  }

  /** As lambdas that are Serializable describe themselves, without what they captured. */
  SerializedLambda described(Class<?> host) {
    return new SerializedLambda(
        host,
        functional,
        method,
        type,
        implKind,
        implOwner,
        implName,
        implType,
        instantiated,
        new Object[0]);
  }
}
