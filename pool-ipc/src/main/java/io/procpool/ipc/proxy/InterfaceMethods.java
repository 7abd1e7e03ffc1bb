package io.procpool.ipc.proxy;

import io.procpool.ipc.classes.PerClass;
import io.procpool.ipc.pickle.Opening;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The methods of an interface that can be called from elsewhere, numbered by the order of their
 * signatures, so that both sides number them alike. Static methods are not among them.
 */
public final class InterfaceMethods {

  private static final PerClass<InterfaceMethods> OF = new PerClass<>(InterfaceMethods::new);

  private final List<Method> methods;
  private final Map<String, Integer> numbers = new HashMap<>();

  private InterfaceMethods(Class<?> type) {
    Map<String, Method> bySignature = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        bySignature.merge(signature(method), method, InterfaceMethods::moreSpecific);
      }
    }
    methods = List.copyOf(bySignature.values());
    for (Method method : methods) {
      numbers.put(signature(method), numbers.size());
    }
  }

  /** The methods of an interface. */
  public static InterfaceMethods of(Class<?> type) {
    return OF.get(type);
  }

  /**
   * As {@link #of}, to be called here; the interface need not be public.
   *
   * @throws IllegalStateException if its module lets nobody call them
   */
  public static InterfaceMethods callable(Class<?> type) {
    InterfaceMethods all = of(type);
    for (Method method : all.methods) {
      if (!method.trySetAccessible()) {
        throw new IllegalStateException(
            type.getName() + " cannot be called: " + Opening.advice(method.getDeclaringClass()));
      }
    }
    return all;
  }

  /**
   * The method of a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Method get(int number) {
    if (number < 0 || number >= methods.size()) {
      throw new IllegalArgumentException(
          "no such method: number=" + number + " methods=" + methods.size());
    }
    return methods.get(number);
  }

  /** The number of a method, or -1 if it is not of the interface. */
  public int number(Method method) {
    return numbers.getOrDefault(signature(method), -1);
  }

  private static Method moreSpecific(Method one, Method other) {
    return one.getReturnType().isAssignableFrom(other.getReturnType()) ? other : one;
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}
