package io.procpool.ipc.pickle;

import io.procpool.ipc.inside.Insider;
import java.io.Serializable;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Links a lambda's call site again, as the JVM does at the invokedynamic: once, after which making
 * a lambda costs a constructor call. {@link SerializedLambda} searches through all lambdas of the
 * class each time.
 */
final class LambdaLinker {

  private static final String MARKER = "marker ";
  private static final String BRIDGE = "bridge ";

  private LambdaLinker() {}

  /** What the JVM is told at a call site, but a {@link SerializedLambda} does not tell. */
  static void describeExtras(Class<?> type, SerializedLambda lambda, List<String> details) {
    for (Class<?> implemented : type.getInterfaces()) {
      String name = implemented.getName();
      if (implemented != Serializable.class
          && !name.equals(lambda.getFunctionalInterfaceClass().replace('/', '.'))) {
        details.add(MARKER + name);
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      String signature =
          MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString();
      if (method.getName().equals(lambda.getFunctionalInterfaceMethodName())
          && !signature.equals(lambda.getFunctionalInterfaceMethodSignature())) {
        details.add(BRIDGE + signature);
      }
    }
  }

  /**
   * What {@link #make} makes lambdas of the call site with, or null if the host's module does not
   * let them be made.
   *
   * @param lambda the call site; its captured values do not matter
   */
  static @Nullable MethodHandle link(Class<?> host, SerializedLambda lambda, List<String> extras) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(host, MethodHandles.lookup());
      return spread(link(lookup, lambda, extras, LambdaMetafactory.FLAG_SERIALIZABLE));
    } catch (ReflectiveOperationException
        | LambdaConversionException
        | IllegalArgumentException
        | TypeNotPresentException
        | LinkageError e) {
      // A host that is not open to us makes its lambdas itself.
      return null;
    }
  }

  /**
   * As {@link #link}, for lambdas that are not Serializable: nobody else could make them, and
   * {@link Insider} may reach a host that is not open to us.
   *
   * @throws IllegalAccessException if there are no means
   */
  static MethodHandle linkPlain(Class<?> host, SerializedLambda lambda, List<String> extras)
      throws ReflectiveOperationException, LambdaConversionException {
    return spread(link(lookup(host), lambda, extras, 0));
  }

  private static MethodHandles.Lookup lookup(Class<?> host) throws IllegalAccessException {
    if (host.getModule() == LambdaLinker.class.getModule()) {
      return MethodHandles.privateLookupIn(host, MethodHandles.lookup());
    }
    MethodHandles.Lookup lookup = Insider.lookupIn(host);
    if (lookup == null) {
      throw new IllegalAccessException(
          "code of another module may not make it; " + Insider.advice());
    }
    return lookup;
  }

  private static MethodHandle spread(MethodHandle target) {
    MethodHandle generic = target.asType(target.type().generic());
    int captured = target.type().parameterCount();
    return captured == 0 ? generic : generic.asSpreader(Object[].class, captured);
  }

  /** A lambda that captures these values, of the call site that {@link #link} answered for. */
  static Object make(MethodHandle linked, @Nullable Object[] captured) throws Throwable {
    return captured.length == 0
        ? (Object) linked.invokeExact()
        : (Object) linked.invokeExact(captured);
  }

  private static MethodHandle link(
      MethodHandles.Lookup lookup, SerializedLambda lambda, List<String> extras, int flags)
      throws ReflectiveOperationException, LambdaConversionException {
    ClassLoader loader = lookup.lookupClass().getClassLoader();
    MethodType sam = type(lambda.getFunctionalInterfaceMethodSignature(), loader);
    MethodHandle code = code(lookup, lambda, loader);
    int captured = code.type().parameterCount() - sam.parameterCount();
    Class<?> functional = named(lambda.getFunctionalInterfaceClass().replace('/', '.'), loader);
    MethodType factory =
        code.type()
            .dropParameterTypes(captured, code.type().parameterCount())
            .changeReturnType(functional);
    List<Object> arguments = new ArrayList<>();
    arguments.add(sam);
    arguments.add(code);
    arguments.add(type(lambda.getInstantiatedMethodType(), loader));
    addExtras(extras, loader, flags, arguments);
    return LambdaMetafactory.altMetafactory(
            lookup, lambda.getFunctionalInterfaceMethodName(), factory, arguments.toArray())
        .getTarget();
  }

  private static void addExtras(
      List<String> extras, ClassLoader loader, int flags, List<Object> arguments)
      throws ClassNotFoundException {
    List<Object> markers = new ArrayList<>();
    List<Object> bridges = new ArrayList<>();
    for (String extra : extras) {
      if (extra.startsWith(MARKER)) {
        markers.add(named(extra.substring(MARKER.length()), loader));
      } else if (extra.startsWith(BRIDGE)) {
        bridges.add(type(extra.substring(BRIDGE.length()), loader));
      }
    }
    arguments.add(flags | LambdaMetafactory.FLAG_MARKERS | LambdaMetafactory.FLAG_BRIDGES);
    arguments.add(markers.size());
    arguments.addAll(markers);
    arguments.add(bridges.size());
    arguments.addAll(bridges);
  }

  private static MethodHandle code(
      MethodHandles.Lookup lookup, SerializedLambda lambda, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> in = named(lambda.getImplClass().replace('/', '.'), loader);
    String name = lambda.getImplMethodName();
    MethodType type = type(lambda.getImplMethodSignature(), loader);
    return switch (lambda.getImplMethodKind()) {
      case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(in, name, type);
      case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(in, type);
      case MethodHandleInfo.REF_invokeSpecial ->
          lookup.findSpecial(in, name, type, lookup.lookupClass());
      case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface ->
          lookup.findVirtual(in, name, type);
      default ->
          throw new IllegalArgumentException("no kind of method: " + lambda.getImplMethodKind());
    };
  }

  private static MethodType type(String descriptor, ClassLoader loader) {
    return MethodType.fromMethodDescriptorString(descriptor, loader);
  }

  private static Class<?> named(String name, ClassLoader loader) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }
}
