package io.procpool.runtime.call;

import io.procpool.ipc.message.CallKind;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.runtime.dispatch.Pace;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function that was pickled and can be started any number of times: each time a worker gets a
 * copy of what it was then. Any thread may call.
 */
public final class PreparedTask<R extends @Nullable Object> {

  private final Calls calls;
  private final CallContext pool;
  private final CallKind kind;
  private final PickledItem pickled;
  private final Pace pace;
  private final Object function;

  PreparedTask(
      Calls calls,
      CallContext pool,
      CallKind kind,
      PickledItem pickled,
      Pace pace,
      Object function) {
    this.calls = calls;
    this.pool = pool;
    this.kind = kind;
    this.pickled = pickled;
    this.pace = pace;
    this.function = function;
  }

  /**
   * Starts it, as a task that its caller brings now; without argument.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   */
  public PendingResult<R> enter() {
    pool.enter();
    return post(null);
  }

  /**
   * Starts it as accepted work: the pool takes it, whether it was shut down or too many wait. The
   * caller is between {@link CallContext#beginProducing} and {@link CallContext#endProducing}.
   *
   * @param argument what the function is called with; ignored if its kind takes none
   * @throws io.procpool.NotSendableException if the argument cannot be sent
   */
  public PendingResult<R> start(@Nullable Object argument) {
    pool.enterAccepted();
    return post(argument);
  }

  private PendingResult<R> post(@Nullable Object argument) {
    try {
      boolean takesOne = kind == CallKind.FUNCTION || kind == CallKind.BI_FUNCTION;
      PickledItem input =
          takesOne ? calls.pickle(argument, new PickleBuffer(128), true) : PickledItem.EMPTY;
      Supplier<Runnable> asRunnable = () -> Calls.asRunnable(kind, function, argument);
      return calls.post(kind, pickled, new OneInput(input), pace, asRunnable, false);
    } catch (RuntimeException | Error e) {
      pool.leave();
      throw e;
    }
  }
}
