package io.procpool.runtime.wrapper;

import com.google.common.base.Function;
import io.procpool.NotSendableException;
import io.procpool.ipc.classes.PerClass;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wrappers that can be taken apart, by class. */
public final class KnownWrappers {

  private static final String GUAVA = "com.google.common.util.concurrent.";

  private static final Map<String, Finder> FINDERS =
      Map.of(
          GUAVA + "TrustedListenableFutureTask",
          GuavaFutureTask::of,
          GUAVA + "SequentialExecutor$QueueWorker",
          GuavaSequence::of,
          GUAVA + "AbstractTransformFuture$TransformFuture",
          type -> inSuperclass(type, "function"),
          GUAVA + "AbstractCatchingFuture$CatchingFuture",
          type -> inSuperclass(type, "fallback"));

  private static final PerClass<Optional<Wrapper>> WRAPPERS =
      new PerClass<>(type -> Optional.ofNullable(find(type)));

  private interface Finder {
    Wrapper find(Class<?> type) throws ReflectiveOperationException;
  }

  private KnownWrappers() {}

  /** How a task is taken apart; null if it is no wrapper, or one that cannot be. */
  public static @Nullable Wrapper of(Runnable task) {
    return WRAPPERS.get(task.getClass()).orElse(null);
  }

  private static @Nullable Wrapper find(Class<?> type) {
    Finder finder = FINDERS.get(type.getName());
    if (finder == null || type.getClassLoader() != Function.class.getClassLoader()) {
      return null;
    }
    try {
      return finder.find(type);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null; // another version, or a module that is not open: it is refused as any other
    }
  }

  private static Wrapper inSuperclass(Class<?> type, String field)
      throws ReflectiveOperationException {
    return new FunctionField(Fields.of(type.getSuperclass(), field));
  }

  static NotSendableException notSendable(Runnable wrapper, String reason) {
    return new NotSendableException(
        wrapper.getClass().getTypeName() + " cannot be sent to a worker: " + reason, null);
  }
}
