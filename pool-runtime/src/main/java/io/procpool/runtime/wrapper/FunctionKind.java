package io.procpool.runtime.wrapper;

import com.google.common.util.concurrent.AsyncFunction;
import com.google.common.util.concurrent.Futures;
import io.procpool.Task;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import io.procpool.ipc.message.CallKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of functions that wrappers hold: how each is sent, and what stands in its place here.
 * One that gives a future is waited for in the worker.
 */
@SuppressWarnings({
  "unchecked",
  "NullAway"
}) // what a function takes and gives is its library's care
enum FunctionKind {
  SUPPLIER(Supplier.class, CallKind.CALLABLE),
  RUNNABLE(Runnable.class, CallKind.RUNNABLE),
  FUNCTION(Function.class, CallKind.FUNCTION),
  CONSUMER(Consumer.class, CallKind.FUNCTION),
  BI_FUNCTION(BiFunction.class, CallKind.BI_FUNCTION),
  BI_CONSUMER(BiConsumer.class, CallKind.BI_FUNCTION),
  TO_STAGE(Function.class, CallKind.FUNCTION),
  GUAVA_FUNCTION(com.google.common.base.Function.class, CallKind.FUNCTION),
  GUAVA_ASYNC_FUNCTION(AsyncFunction.class, CallKind.FUNCTION);

  /** What runs the function in a worker and waits; throws what that throws. */
  interface Remote {
    @Nullable Object call(@Nullable Object argument);
  }

  private final Class<?> type;
  private final CallKind callKind;

  FunctionKind(Class<?> type, CallKind callKind) {
    this.type = type;
    this.callKind = callKind;
  }

  /** The functions' interface. */
  Class<?> type() {
    return type;
  }

  /** How a worker calls {@link #sendable}. */
  CallKind callKind() {
    return callKind;
  }

  /** Whether it can be started before the wrapper gives its argument. */
  boolean takesNothing() {
    return this == SUPPLIER || this == RUNNABLE;
  }

  /** What is sent for a function. */
  Object sendable(Object function) {
    return switch (this) {
      case SUPPLIER -> supplier((Supplier<?>) function);
      case RUNNABLE -> function;
      case FUNCTION -> function((Function<Object, ?>) function);
      case CONSUMER -> consumer((Consumer<Object>) function);
      case BI_FUNCTION -> biFunction((BiFunction<Object, Object, ?>) function);
      case BI_CONSUMER -> biConsumer((BiConsumer<Object, Object>) function);
      case TO_STAGE -> toStage((Function<Object, CompletionStage<?>>) function);
      case GUAVA_FUNCTION -> guava((com.google.common.base.Function<Object, ?>) function);
      case GUAVA_ASYNC_FUNCTION -> guavaAsync((AsyncFunction<Object, ?>) function);
    };
  }

  /** What the wrapper calls in the function's place. */
  Object standIn(Remote remote) {
    return switch (this) {
      case SUPPLIER -> (Supplier<?>) () -> remote.call(null);
      case RUNNABLE -> (Runnable) () -> remote.call(null);
      case FUNCTION -> (Function<?, ?>) remote::call;
      case CONSUMER -> (Consumer<?>) remote::call;
      case BI_FUNCTION -> (BiFunction<?, ?, ?>) (a, b) -> remote.call(new Object[] {a, b});
      case BI_CONSUMER -> (BiConsumer<?, ?>) (a, b) -> remote.call(new Object[] {a, b});
      case TO_STAGE ->
          (Function<?, CompletionStage<?>>)
              argument -> CompletableFuture.completedStage(remote.call(argument));
      case GUAVA_FUNCTION -> (com.google.common.base.Function<?, ?>) remote::call;
      case GUAVA_ASYNC_FUNCTION ->
          (AsyncFunction<?, ?>) argument -> Futures.immediateFuture(remote.call(argument));
    };
  }

  private static Task<?> supplier(Supplier<?> supplier) {
    return supplier::get;
  }

  private static TaskFunction<Object, ?> function(Function<Object, ?> function) {
    return function::apply;
  }

  private static TaskFunction<Object, ?> consumer(Consumer<Object> consumer) {
    return argument -> {
      consumer.accept(argument);
      return null;
    };
  }

  private static TaskBiFunction<Object, Object, ?> biFunction(
      BiFunction<Object, Object, ?> function) {
    return function::apply;
  }

  private static TaskBiFunction<Object, Object, ?> biConsumer(BiConsumer<Object, Object> consumer) {
    return (first, second) -> {
      consumer.accept(first, second);
      return null;
    };
  }

  private static TaskFunction<Object, ?> toStage(Function<Object, CompletionStage<?>> function) {
    return argument -> await(function.apply(argument).toCompletableFuture());
  }

  private static TaskFunction<Object, ?> guava(
      com.google.common.base.Function<Object, ?> function) {
    return function::apply;
  }

  private static TaskFunction<Object, ?> guavaAsync(AsyncFunction<Object, ?> function) {
    return argument -> await(function.apply(argument));
  }

  /** Worker: waits for a future that a function gave. */
  private static @Nullable Object await(Future<?> future) throws Exception {
    try {
      return future.get();
    } catch (InterruptedException e) {
      boolean _ = future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw Thrown.cause(e);
    }
  }
}
