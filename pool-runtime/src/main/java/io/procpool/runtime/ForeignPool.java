package io.procpool.runtime;

import io.procpool.Pool;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * What a pool is in a process that did not create it: a pool of which every method fails. So
 * objects that hold a pool can travel, and only its use is refused.
 *
 * @param name the pool's name
 * @param pid the process that created it
 */
record ForeignPool(String name, long pid) implements Serializable {

  private Object readResolve() {
    return Proxy.newProxyInstance(
        Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, this::refuse);
  }

  private Object refuse(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "toString" -> "Pool " + name + " of process " + pid;
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      default ->
          throw new IllegalStateException(
              "pool "
                  + name
                  + " belongs to process "
                  + pid
                  + " and cannot be used in process "
                  + ProcessHandle.current().pid()
                  + ": open a pool here, or return to the parent what is to be run");
    };
  }
}
