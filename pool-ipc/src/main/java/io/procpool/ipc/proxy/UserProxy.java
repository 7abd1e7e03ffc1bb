package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What stands behind the proxy of a user's object. */
public final class UserProxy implements InvocationHandler, ManagedProxy {

  private static final Object[] NOTHING = {};

  private final ObjectReference reference;
  private final InterfaceMethods methods;

  UserProxy(ObjectReference reference) {
    this.reference = reference;
    this.methods = InterfaceMethods.of(requireNonNull(reference.type(), "type"));
  }

  /** A proxy with the interface of the object's type. */
  public static Object of(ObjectReference reference) {
    Class<?> type = requireNonNull(reference.type(), "type");
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new UserProxy(reference));
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? NOTHING : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(method, given);
    }
    int number = methods.number(method);
    if (number < 0) {
      throw new IllegalArgumentException(method + " is no method of a " + reference);
    }
    boolean heedsInterrupts =
        Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
    CallManner manner = heedsInterrupts ? CallManner.INTERRUPTIBLE : CallManner.PLAIN;
    return reference.invoke(number, manner, given);
  }

  private Object ofObject(Method method, Object[] given) {
    return switch (method.getName()) {
      case "equals" ->
          given[0] != null
              && Proxy.isProxyClass(given[0].getClass())
              && Proxy.getInvocationHandler(given[0]) instanceof UserProxy other
              && reference.sameAs(other.reference);
      case "hashCode" -> reference.hash();
      default -> reference.toString();
    };
  }
}
