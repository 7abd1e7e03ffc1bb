package io.procpool.runtime.wrapper;

import io.procpool.Task;
import io.procpool.ipc.classes.PerClass;
import io.procpool.ipc.inside.Insider;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.security.PrivilegedAction;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What {@link java.util.concurrent.Executors} makes of a privileged action, by that action. */
final class PrivilegedCallables {

  private static final String JDK = "java.util.concurrent";
  private static final String EXECUTORS = JDK + ".Executors$";

  /** Where it keeps the action, by class. */
  private static final Map<String, String> FIELDS =
      Map.of(
          EXECUTORS + "1", "val$action",
          EXECUTORS + "2", "val$action",
          EXECUTORS + "PrivilegedCallable", "task",
          EXECUTORS + "PrivilegedCallableUsingCurrentClassLoader", "task");

  private static final PerClass<Optional<Field>> ACTIONS =
      new PerClass<>(type -> Optional.ofNullable(find(type)));

  private PrivilegedCallables() {}

  /** What is sent for a function: itself, unless it is such a callable. */
  static Object unwrapped(Object function) {
    Field field = ACTIONS.get(function.getClass()).orElse(null);
    return field == null
        ? function
        : switch (Fields.get(field, function)) {
          case PrivilegedAction<?> action -> task(action);
          case PrivilegedExceptionAction<?> action -> task(action);
          case Callable<?> callable -> callable;
          case null, default -> function;
        };
  }

  private static @Nullable Field find(Class<?> type) {
    String name = FIELDS.get(type.getName());
    if (name == null || !Insider.open(JDK, PrivilegedCallables.class.getModule())) {
      return null; // if it is one, it is refused as what it is
    }
    try {
      return Fields.of(type, name);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }

  private static Task<?> task(PrivilegedAction<?> action) {
    return action::run;
  }

  private static Task<?> task(PrivilegedExceptionAction<?> action) {
    return action::run;
  }
}
