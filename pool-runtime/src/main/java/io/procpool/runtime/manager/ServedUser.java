package io.procpool.runtime.manager;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.exit.LazyCleaner;
import io.procpool.ipc.proxy.InterfaceMethods;
import io.procpool.ipc.proxy.ManagedKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An object of a user's type. Only the methods of its interface can be called. */
final class ServedUser implements Served {

  private static final LazyCleaner CLEANER = new LazyCleaner();

  private final ManagedKind kind;
  private final Class<?> type;
  private final Object target;
  private final ServedManager server;
  private final InterfaceMethods methods;

  private volatile @Nullable Object proxy;

  ServedUser(ManagedKind kind, Class<?> type, Object target, ServedManager server) {
    this.kind = kind;
    this.type = type;
    this.target = requireNonNull(target, "target");
    this.server = server;
    this.methods = InterfaceMethods.callable(type);
    if (!type.isInstance(target)) {
      throw new IllegalArgumentException(
          "the factory of a managed type made something else: type="
              + type.getName()
              + " made="
              + target.getClass().getName());
    }
  }

  /** What is done when neither clients nor other objects have it any more. */
  ServedUser whenDropped(Runnable action) {
    CLEANER.register(this, action);
    return this;
  }

  /** Says what stands for it in this process. */
  void isProxiedBy(Object own) {
    proxy = own;
  }

  @Override
  public ManagedKind kind() {
    return kind;
  }

  @Override
  public Class<?> type() {
    return type;
  }

  @Override
  public @Nullable Object call(int number, Arguments arguments, Caller caller, Waiter waiter)
      throws Throwable {
    if (!waiter.isThread()) {
      return WAITS;
    }
    Method method = methods.get(number);
    try {
      Object result = method.invoke(target, arguments.all());
      return result == target ? proxy : server.proxied(method, result);
    } catch (InvocationTargetException e) {
      throw requireNonNull(e.getCause());
    }
  }
}
