package io.procpool.ipc.classes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A value for each class, computed when it is first asked for. It keeps no class loader alive: not
 * that of the class, and not procpool's own, as a {@link ClassValue} of a class of the JDK does
 * when procpool is loaded by an application that ends.
 *
 * <p>May be used by many threads. Two that ask at once may both compute; one value is kept.
 *
 * @param <T> the values' type
 */
public final class PerClass<T> {

  private final Function<Class<?>, T> compute;

  /** Of classes that outlive procpool's: the values end with this object. */
  private final Map<Class<?>, T> ofOuterClasses = new ConcurrentHashMap<>();

  /** Of all others: the values end with their class. */
  private final ClassValue<T> ofInnerClasses;

  /**
   * Values to be computed.
   *
   * @param compute makes a class's value; never null, and the same however often it is called
   */
  public PerClass(Function<Class<?>, T> compute) {
    this.compute = compute;
    this.ofInnerClasses =
        new ClassValue<>() {
          @Override
          protected T computeValue(Class<?> type) {
            return compute.apply(type);
          }
        };
  }

  /** The value of a class. */
  public T get(Class<?> type) {
    if (!Loaders.outlivesUs(type)) {
      return ofInnerClasses.get(type);
    }
    T known = ofOuterClasses.get(type);
    return known != null ? known : computed(type);
  }

  /** Not {@code computeIfAbsent}: a value may need another one's. */
  private T computed(Class<?> type) {
    T value = compute.apply(type);
    T first = ofOuterClasses.putIfAbsent(type, value);
    return first == null ? value : first;
  }
}
