package io.procpool.runtime.manager;

import io.procpool.AsyncResult;
import io.procpool.ResultIterator;
import java.lang.reflect.MalformedParameterizedTypeException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The types whose objects stay in the server when a method returns them, or a list of them, and are
 * used from afar: those registered, and what a pool returns. Thread-safe.
 */
final class RemoteTypes {

  private final Set<Class<?>> types = ConcurrentHashMap.newKeySet();

  RemoteTypes() {
    types.addAll(Set.of(AsyncResult.class, Future.class, ResultIterator.class));
  }

  void add(Class<?> type) {
    types.add(type);
  }

  /**
   * A method's result as it travels.
   *
   * @param proxying makes a proxy of an object that stays
   */
  @Nullable Object replaced(
      Method method, @Nullable Object result, BiFunction<Class<?>, Object, Object> proxying) {
    if (result instanceof List<?> list) {
      Class<?> element = elementOf(genericResult(method));
      return element != null && types.contains(element)
          ? list.stream().map(each -> replaced(element, each, proxying)).toList()
          : list;
    }
    return replaced(method.getReturnType(), result, proxying);
  }

  private @Nullable Object replaced(
      Class<?> declared, @Nullable Object result, BiFunction<Class<?>, Object, Object> proxying) {
    return result == null || !types.contains(declared) || Proxy.isProxyClass(result.getClass())
        ? result
        : proxying.apply(declared, result);
  }

  /** Its result's type without parameters where the class file's signature cannot be read. */
  private static Type genericResult(Method method) {
    try {
      return method.getGenericReturnType();
    } catch (TypeNotPresentException | MalformedParameterizedTypeException | LinkageError e) {
      return method.getReturnType();
    }
  }

  private static @Nullable Class<?> elementOf(Type declared) {
    return declared instanceof ParameterizedType list && list.getRawType() == List.class
        ? rawOf(list.getActualTypeArguments()[0])
        : null;
  }

  private static @Nullable Class<?> rawOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      return rawOf(generic.getRawType());
    }
    return type instanceof Class<?> plain ? plain : null;
  }
}
