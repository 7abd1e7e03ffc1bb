package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.classes.PerClass;
import java.lang.invoke.SerializedLambda;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What lambdas capture. Objects whose whole use is that others see their changes are refused here:
 * a task would change a copy, and the program would miss the change without a word. As data inside
 * other objects they travel.
 */
final class CapturedValues {

  private static final String COPY = "a task would change a copy that nobody else sees: ";
  private static final String CELL =
      COPY + "create a SharedValue and pass it through the initializer, or return the value";
  private static final String MAP =
      COPY + "use a manager's map (Manager.map()), or return what the task adds";
  private static final String LIST =
      COPY + "use a manager's list (Manager.list()), or return what the task adds";
  private static final String SET =
      COPY + "use a manager's set (Manager.set()), or return what the task adds";
  private static final String QUEUE =
      COPY
          + "create a SharedQueue and pass it through the initializer, or return what the task adds";

  private static final PerClass<Optional<String>> OBJECTIONS =
      new PerClass<>(type -> Optional.ofNullable(objection(type)));

  private CapturedValues() {}

  /**
   * Writes one.
   *
   * @param type the captured variable's
   * @throws Unsendable if it is not to be captured
   */
  static void write(PickleKryo kryo, PickleOutput output, @Nullable Object value, Class<?> type) {
    if (value != null) {
      Optional<String> objection = OBJECTIONS.get(value.getClass());
      if (objection.isPresent()) {
        throw Unsendable.refused(value.getClass(), objection.get());
      }
    }
    kryo.writePart(output, value, type);
  }

  /** Where a value that cannot be sent was captured. */
  static String place(SerializedLambda lambda, Class<?> host, @Nullable Object value) {
    return LambdaPlace.of(lambda, host)
        + ", captured variable of type "
        + requireNonNull(value, "null can be sent").getClass().getTypeName();
  }

  private static @Nullable String objection(Class<?> type) {
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      String objection = level.getName().startsWith("java.util.") ? ofJdk(level) : null;
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }

  private static @Nullable String ofJdk(Class<?> type) {
    if (type.getPackageName().equals("java.util.concurrent.atomic")) {
      return CELL;
    }
    if (ConcurrentMap.class.isAssignableFrom(type)) {
      return MAP;
    }
    boolean concurrent =
        type.getPackageName().equals("java.util.concurrent")
            && Collection.class.isAssignableFrom(type);
    if (!concurrent && !isSynchronized(type)) {
      return null;
    }
    if (Map.class.isAssignableFrom(type)) {
      return MAP;
    }
    if (Queue.class.isAssignableFrom(type)) {
      return QUEUE;
    }
    return Set.class.isAssignableFrom(type) ? SET : LIST;
  }

  private static boolean isSynchronized(Class<?> type) {
    return type.getName().startsWith("java.util.Collections$Synchronized");
  }
}
