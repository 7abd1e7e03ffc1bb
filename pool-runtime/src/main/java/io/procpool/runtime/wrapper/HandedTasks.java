package io.procpool.runtime.wrapper;

import io.procpool.NotSendableException;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.ipc.classes.PerClass;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are handed to a pool as to any executor: plain {@link Runnable}s and {@link
 * java.util.concurrent.Callable}s, maybe by another library's code. What such a library wraps
 * around a user's function completes a future or serves a queue of this process; a worker's copy of
 * it would run, and nobody would ever hear of it. So it is refused, by the exception that
 * executors' users expect.
 */
public final class HandedTasks {

  private static final String GO_ON =
      "hand the pool the function itself, by submit, and go on from its result's"
          + " toCompletableFuture()";

  private static final String UNHEARD =
      "it is a part of %s in this process, which would not hear of its end";
  private static final String THREADS_CONTEXT =
      "it brings the context of a thread of this process along, by %s, which workers do not have";
  private static final String GIVE =
      "hand the pool the task itself, and let it capture the values that it needs of the context";

  /** Libraries whose wrappers are known by their package; the first that fits counts. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library("com.google.common.util.concurrent.", UNHEARD, GO_ON),
          new Library(
              "reactor.",
              UNHEARD,
              "Mono.fromFuture(() -> pool.submit(task).toCompletableFuture())"),
          new Library(
              "io.reactivex.",
              UNHEARD,
              "Single.fromCompletionStage(pool.submit(task).toCompletableFuture())"),
          new Library(
              "kotlinx.coroutines.", UNHEARD, "pool.submit(task).toCompletableFuture().await()"),
          new Library(
              "kotlin.coroutines.", UNHEARD, "pool.submit(task).toCompletableFuture().await()"),
          new Library(
              "io.vertx.",
              UNHEARD,
              "Future.fromCompletionStage(pool.submit(task).toCompletableFuture())"),
          new Library("io.netty.", UNHEARD, GO_ON),
          new Library(
              "scala.",
              UNHEARD,
              "FutureConverters.asScala(pool.submit(task).toCompletableFuture())"),
          new Library("akka.", UNHEARD, GO_ON),
          new Library("org.apache.pekko.", UNHEARD, GO_ON),
          new Library("org.springframework.security.", THREADS_CONTEXT, GIVE),
          new Library("org.springframework.", UNHEARD, GO_ON),
          new Library("io.micrometer.context.", THREADS_CONTEXT, GIVE),
          new Library(
              "io.micrometer.observation.",
              UNHEARD,
              "observe the call here: observation.observe(() -> pool.apply(task))"),
          new Library(
              "io.micrometer.", UNHEARD, "hand the pool the task itself, and bind PoolMetrics"),
          new Library("io.opentelemetry.", THREADS_CONTEXT, GIVE),
          new Library("brave.", THREADS_CONTEXT, GIVE),
          new Library("com.alibaba.ttl.", THREADS_CONTEXT, GIVE),
          new Library("io.smallrye.context.", THREADS_CONTEXT, GIVE));

  private static final PerClass<Optional<String>> OBJECTIONS =
      new PerClass<>(type -> Optional.ofNullable(objection(type)));

  /**
   * A library.
   *
   * @param packages its packages' first letters
   * @param reason why its wrappers cannot run in a worker, around the library's name
   * @param wayOut what to do instead
   */
  private record Library(String packages, String reason, String wayOut) {
    String objection() {
      String name = packages.substring(0, packages.length() - 1);
      return reason.formatted(name) + " (" + wayOut + ")";
    }
  }

  private HandedTasks() {}

  /**
   * Lets a task pass, unless it is another library's wrapper.
   *
   * @throws NotSendableException with the reason, and what to do instead
   */
  public static void check(Object task) {
    if (task instanceof Task || task instanceof RunnableTask) {
      return; // of a user who knows that it travels
    }
    Optional<String> objection = OBJECTIONS.get(task.getClass());
    if (objection.isPresent()) {
      throw new NotSendableException(
          task.getClass().getTypeName() + " cannot be sent to a worker: " + objection.get(), null);
    }
  }

  /** What an executor's user gets for a task that cannot be sent. */
  public static RejectedExecutionException rejected(String pool, NotSendableException reason) {
    return new RejectedExecutionException(
        "pool " + pool + " cannot take the task: " + reason.getMessage(), reason);
  }

  private static @Nullable String objection(Class<?> type) {
    for (Library library : LIBRARIES) {
      if (type.getName().startsWith(library.packages())) {
        return library.objection();
      }
    }
    boolean completes = CompletableFuture.AsynchronousCompletionTask.class.isAssignableFrom(type);
    if (!completes && ForkJoinTask.class.isAssignableFrom(type)) {
      return "it is a ForkJoinTask, whose parts share objects of this process (let an executor of"
          + " this process run it, such as ForkJoinPool.commonPool(), and hand the pool the"
          + " functions that it calls)";
    }
    if (completes || Future.class.isAssignableFrom(type)) {
      return "it completes a future of this process, which would not hear of it (" + GO_ON + ")";
    }
    if (type.isHidden() && isJdk(type.getClassLoader())) {
      return "it is a part of the JDK, which would not hear of its end (" + GO_ON + ")";
    }
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      if (level.getPackageName().equals("java.util.concurrent.atomic")) {
        return "it keeps its state in an atomic of this process, which would not change ("
            + GO_ON
            + ")";
      }
      for (Field field : fields(level)) {
        if (!Modifier.isStatic(field.getModifiers()) && isWrapper(field.getType())) {
          return "it serves an executor of this process, "
              + field.getType().getTypeName()
              + ", which would not hear of its end ("
              + GO_ON
              + ")";
        }
      }
    }
    return null;
  }

  /** None where one's type is missing: then the task's pickling says so. */
  private static Field[] fields(Class<?> type) {
    try {
      return type.getDeclaredFields();
    } catch (LinkageError e) {
      return new Field[0];
    }
  }

  private static boolean isJdk(@Nullable ClassLoader loader) {
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Whether it is an executor that hands on to another. A pool may be held by any user's task. */
  private static boolean isWrapper(Class<?> type) {
    return Executor.class.isAssignableFrom(type) && !ExecutorService.class.isAssignableFrom(type);
  }
}
