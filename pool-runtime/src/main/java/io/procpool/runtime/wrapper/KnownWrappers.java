package io.procpool.runtime.wrapper;

import static java.util.Map.entry;

import com.google.common.base.Function;
import io.procpool.NotSendableException;
import io.procpool.ipc.classes.PerClass;
import io.procpool.ipc.inside.Insider;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The wrappers that can be taken apart, by class. */
public final class KnownWrappers {

  private static final String JDK = "java.util.concurrent";
  private static final String STAGE = JDK + ".CompletableFuture$";
  private static final String GUAVA = "com.google.common.util.concurrent.";

  /** The JDK's, by what their function is. */
  private static final Map<String, Finder> OF_JDK =
      Map.ofEntries(
          entry(JDK + ".FutureTask", _ -> JdkFutureTask.find()),
          entry(JDK + ".ExecutorCompletionService$QueueingFuture", _ -> JdkFutureTask.find()),
          entry(STAGE + "AsyncSupply", type -> task(type, FunctionKind.SUPPLIER)),
          entry(STAGE + "AsyncRun", type -> task(type, FunctionKind.RUNNABLE)),
          entry(STAGE + "UniApply", type -> stage(type, FunctionKind.FUNCTION)),
          entry(STAGE + "UniAccept", type -> stage(type, FunctionKind.CONSUMER)),
          entry(STAGE + "UniRun", type -> stage(type, FunctionKind.RUNNABLE)),
          entry(STAGE + "UniCompose", type -> stage(type, FunctionKind.TO_STAGE)),
          entry(STAGE + "UniHandle", type -> stage(type, FunctionKind.BI_FUNCTION)),
          entry(STAGE + "UniWhenComplete", type -> stage(type, FunctionKind.BI_CONSUMER)),
          entry(STAGE + "UniExceptionally", type -> stage(type, FunctionKind.FUNCTION)),
          entry(STAGE + "UniComposeExceptionally", type -> stage(type, FunctionKind.TO_STAGE)),
          entry(STAGE + "BiApply", type -> stageOfTwo(type, FunctionKind.BI_FUNCTION)),
          entry(STAGE + "BiAccept", type -> stageOfTwo(type, FunctionKind.BI_CONSUMER)),
          entry(STAGE + "BiRun", type -> stageOfTwo(type, FunctionKind.RUNNABLE)),
          entry(STAGE + "OrApply", type -> stageOfTwo(type, FunctionKind.FUNCTION)),
          entry(STAGE + "OrAccept", type -> stageOfTwo(type, FunctionKind.CONSUMER)),
          entry(STAGE + "OrRun", type -> stageOfTwo(type, FunctionKind.RUNNABLE)));

  private static final Map<String, Finder> OF_GUAVA =
      Map.of(
          GUAVA + "TrustedListenableFutureTask",
          GuavaFutureTask::of,
          GUAVA + "SequentialExecutor$QueueWorker",
          GuavaSequence::of,
          GUAVA + "AbstractTransformFuture$TransformFuture",
          type -> guava(type, "function", FunctionKind.GUAVA_FUNCTION),
          GUAVA + "AbstractTransformFuture$AsyncTransformFuture",
          type -> guava(type, "function", FunctionKind.GUAVA_ASYNC_FUNCTION),
          GUAVA + "AbstractCatchingFuture$CatchingFuture",
          type -> guava(type, "fallback", FunctionKind.GUAVA_FUNCTION),
          GUAVA + "AbstractCatchingFuture$AsyncCatchingFuture",
          type -> guava(type, "fallback", FunctionKind.GUAVA_ASYNC_FUNCTION));

  private static final String GO_ON =
      "hand the pool the function itself, by submit or supplyAsync, and go on from its future";

  private static final PerClass<Optional<Wrapper>> WRAPPERS =
      new PerClass<>(type -> Optional.ofNullable(find(type)));

  private interface Finder {
    Wrapper find(Class<?> type) throws ReflectiveOperationException;
  }

  private KnownWrappers() {}

  /** How a task is taken apart; null if it is no wrapper that is known. */
  public static @Nullable Wrapper of(Runnable task) {
    return WRAPPERS.get(task.getClass()).orElse(null);
  }

  private static @Nullable Wrapper find(Class<?> type) {
    boolean ofJdk = type.getClassLoader() == null;
    Finder finder =
        ofJdk
            ? OF_JDK.get(type.getName())
            : FutureTask.class.isAssignableFrom(type)
                ? _ -> JdkFutureTask.find()
                : type.getClassLoader() == Function.class.getClassLoader()
                    ? OF_GUAVA.get(type.getName())
                    : null;
    if (finder == null) {
      return null;
    }
    if (finder != OF_GUAVA.get(type.getName())
        && !Insider.open(JDK, KnownWrappers.class.getModule())) {
      return new ClosedWrapper(closed());
    }
    try {
      return finder.find(type);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return new ClosedWrapper(
          "procpool takes it apart, and does not know this version of it: " + e + "; " + GO_ON);
    }
  }

  private static String closed() {
    Module ours = KnownWrappers.class.getModule();
    return "it completes a future of this process, and procpool may not look into it: "
        + GO_ON
        + "; or "
        + Insider.advice()
        + ", or with --add-opens java.base/"
        + JDK
        + "="
        + (ours.isNamed() ? ours.getName() : "ALL-UNNAMED");
  }

  private static Wrapper task(Class<?> type, FunctionKind kind)
      throws ReflectiveOperationException {
    return new FunctionField(Fields.of(type, "fn", kind.type()), kind, dep(type));
  }

  private static Wrapper stage(Class<?> type, FunctionKind kind)
      throws ReflectiveOperationException {
    Class<?> completion = type.getSuperclass();
    return new FunctionField(Fields.of(type, "fn", kind.type()), kind, dep(completion));
  }

  private static Wrapper stageOfTwo(Class<?> type, FunctionKind kind)
      throws ReflectiveOperationException {
    Class<?> completion = type.getSuperclass().getSuperclass();
    return new FunctionField(Fields.of(type, "fn", kind.type()), kind, dep(completion));
  }

  private static Field dep(Class<?> completion) throws ReflectiveOperationException {
    return Fields.of(completion, "dep", CompletableFuture.class);
  }

  private static Wrapper guava(Class<?> type, String field, FunctionKind kind)
      throws ReflectiveOperationException {
    return new FunctionField(Fields.of(type.getSuperclass(), field), kind, null);
  }

  static NotSendableException notSendable(Runnable wrapper, String reason) {
    return new NotSendableException(
        wrapper.getClass().getTypeName() + " cannot be sent to a worker: " + reason, null);
  }
}
