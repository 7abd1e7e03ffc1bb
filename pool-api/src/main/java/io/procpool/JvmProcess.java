package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs one action and ends: what {@code Process} is in Python's multiprocessing.
 *
 * <pre>{@code
 * JvmProcess child = JvmProcess.start(Jobs::produce, queue);
 * child.join();
 * }</pre>
 *
 * <p>The action and its arguments are pickled before {@code start} returns; what they hold is
 * inherited, so shared locks, queues, memory and {@link Connection}s may be among it. The process
 * ends with exit code 0 when the action returns, and with 1, its trace on stderr, when it throws.
 * Its standard output and error are the parent's.
 *
 * <p>When the parent ends in an orderly way, by {@link System#exit} or because its last thread has
 * returned, it waits for its children that are no daemons, and then terminates its daemons. When a
 * signal asks it to end, it terminates all of them. A terminated child has 5 seconds for its
 * shutdown hooks before it is killed. When the parent is killed, or calls {@link Runtime#halt},
 * daemons end within a second, and other children go on to the end of their action.
 *
 * <p>What a worker or a daemon starts ends when it does, daemon or not: a pool that closes waits
 * for it, and a worker that is killed takes it along. Any thread may call any method.
 */
public interface JvmProcess {

  /** Starts a process with the default options. */
  static JvmProcess start(TaskAction action) {
    return start(ProcessOptions.defaults(), action);
  }

  /** As {@link #start(TaskAction)}, with an argument. */
  static <A extends @Nullable Object> JvmProcess start(
      TaskAction.Of1<? super A> action, A argument) {
    return start(ProcessOptions.defaults(), () -> action.run(argument));
  }

  /** As {@link #start(TaskAction)}, with two arguments. */
  static <A extends @Nullable Object, B extends @Nullable Object> JvmProcess start(
      TaskAction.Of2<? super A, ? super B> action, A first, B second) {
    return start(ProcessOptions.defaults(), () -> action.run(first, second));
  }

  /** As {@link #start(TaskAction)}, with three arguments. */
  static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      JvmProcess start(
          TaskAction.Of3<? super A, ? super B, ? super C> action, A first, B second, C third) {
    return start(ProcessOptions.defaults(), () -> action.run(first, second, third));
  }

  /**
   * Starts a process. Returns when it has begun to execute, not when the action has.
   *
   * @throws NotSendableException if the action or something it captures cannot be pickled
   * @throws WorkerStartException if the process cannot be started
   * @throws IllegalStateException if it would be deeper than {@link ProcessOptions#maxNesting()}
   *     below the program, or a class initializer starts it that has started a process above
   */
  static JvmProcess start(ProcessOptions options, TaskAction action) {
    return Providers.processes().start(options, action);
  }

  /**
   * The process that this JVM is, if a {@code JvmProcess} or a pool started it; its {@code join}
   * would never return.
   */
  static Optional<JvmProcess> current() {
    return Providers.processes().current();
  }

  /**
   * The process that started this one, if it is a {@code JvmProcess} or a worker: a handle to watch
   * it by.
   */
  static Optional<ProcessHandle> parent() {
    return Providers.processes().parent();
  }

  /**
   * The processes started by this one that are alive, oldest first. Those that have ended are
   * reaped.
   */
  static List<JvmProcess> activeChildren() {
    return Providers.processes().activeChildren();
  }

  /** Its name: given, or generated. */
  String name();

  /** Its process id. */
  long pid();

  /** Whether its parent ends it instead of waiting for it. */
  boolean isDaemon();

  /** Whether it has not ended yet. */
  boolean isAlive();

  /** Waits for its end. */
  void join() throws InterruptedException;

  /** Waits for its end, at most {@code timeout}; whether it has ended. */
  boolean join(Duration timeout) throws InterruptedException;

  /** Its exit code, or minus the number of the signal that ended it; empty while it is alive. */
  OptionalInt exitCode();

  /** Interrupts the thread that runs its action. Does nothing where it has ended. */
  void interrupt();

  /** Asks it to end (SIGTERM): shutdown hooks run. Does nothing where it has ended. */
  void terminate();

  /** Ends it at once (SIGKILL). Does nothing where it has ended. */
  void kill();

  /**
   * Completes with its exit code when it has ended, on a thread of procpool's; never exceptionally.
   */
  CompletableFuture<Integer> onExit();
}
