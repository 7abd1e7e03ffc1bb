package io.procpool.runtime.wrapper;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.PendingResult;
import java.lang.reflect.Field;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The worker of Guava's {@code MoreExecutors.newSequentialExecutor}, which takes the tasks of a
 * queue one after another. Its loop runs here, by Guava's rules and under Guava's lock, the queue;
 * each task runs in a worker.
 *
 * @param executor the worker's executor
 * @param queue the executor's tasks, and the lock of all its state
 * @param state what the executor's worker does
 * @param states two values of {@code state}
 * @param runCount how often a worker has begun
 * @param submitted the task in what the executor wraps around the first ones
 */
record GuavaSequence(
    Field executor, Field queue, Field state, States states, Field runCount, Field submitted)
    implements Wrapper {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  /** Two of the values that {@code state} takes. */
  record States(Object running, Object idle) {}

  /**
   * Finds the parts in a Guava of any version that has them.
   *
   * @throws ReflectiveOperationException if it has not
   */
  static GuavaSequence of(Class<?> worker) throws ReflectiveOperationException {
    Field outer = Fields.of(worker, "this$0");
    Class<?> executor = outer.getType();
    Class<?> wrapped = Class.forName(executor.getName() + "$1", false, worker.getClassLoader());
    Field state = Fields.of(executor, "workerRunningState");
    return new GuavaSequence(
        outer,
        Fields.of(executor, "queue"),
        state,
        new States(constant(state.getType(), "RUNNING"), constant(state.getType(), "IDLE")),
        Fields.of(executor, "workerRunCount"),
        Fields.of(wrapped, "val$task"));
  }

  private static Object constant(Class<?> states, String name) throws ReflectiveOperationException {
    for (Object constant : requireNonNull(states.getEnumConstants(), "an enum")) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new NoSuchFieldException(states + "." + name);
  }

  @Override
  @SuppressWarnings("unchecked") // it is a Deque<Runnable>
  public Runnable takeApart(Runnable worker, RemoteTasks remote) {
    Object sequence = requireNonNull(Fields.get(executor, worker));
    Queue<Runnable> tasks = (Queue<Runnable>) requireNonNull(Fields.get(queue, sequence));
    synchronized (tasks) {
      Runnable first = tasks.peek();
      if (first == null || Fields.get(state, sequence) == states.running()) {
        return () -> {}; // another worker has come first
      }
      PendingResult<?> result = remote.prepare(CallKind.RUNNABLE, unwrapped(first)).enter();
      Runnable _ = tasks.remove();
      Fields.set(state, sequence, states.running());
      Fields.set(runCount, sequence, (long) requireNonNull(Fields.get(runCount, sequence)) + 1);
      return () -> runAll(sequence, tasks, result, remote);
    }
  }

  private void runAll(
      Object sequence, Queue<Runnable> tasks, PendingResult<?> first, RemoteTasks remote) {
    PendingResult<?> running = first;
    while (running != null) {
      boolean ended = awaitEnd(running);
      synchronized (tasks) {
        running = ended ? startNext(tasks, remote) : null;
        if (running == null) {
          Fields.set(state, sequence, states.idle());
        }
      }
    }
  }

  /** Whether the pool may go on with the next task. */
  private static boolean awaitEnd(PendingResult<?> running) {
    try {
      Object _ = RemoteTasks.await(running);
    } catch (CancellationException e) {
      return !running.isCancelled(); // the pool has ended at once
    } catch (Exception | Error e) {
      log(e);
    }
    return true;
  }

  private @Nullable PendingResult<?> startNext(Queue<Runnable> tasks, RemoteTasks remote) {
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      try {
        return remote.prepare(CallKind.RUNNABLE, unwrapped(next)).start(null);
      } catch (RuntimeException e) {
        log(e); // it cannot be sent; its caller has gone
      }
    }
    return null;
  }

  private Runnable unwrapped(Runnable task) {
    return submitted.getDeclaringClass().isInstance(task)
        ? (Runnable) requireNonNull(Fields.get(submitted, task))
        : task;
  }

  private static void log(Throwable thrown) {
    LOG.log(System.Logger.Level.ERROR, "a task of a sequential executor failed", thrown);
  }
}
