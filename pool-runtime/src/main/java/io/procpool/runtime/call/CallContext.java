package io.procpool.runtime.call;

import io.procpool.ipc.pickle.Pickler;
import io.procpool.runtime.dispatch.BatchSink;
import io.procpool.runtime.dispatch.Pace;
import io.procpool.runtime.dispatch.PoolEvent;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** What a call needs of its pool. */
public interface CallContext {

  /** How the pool writes. */
  Pickler pickler();

  /** How the pool explains failures. */
  Verdicts verdicts();

  /** Where callbacks run. */
  Executor callbacks();

  /** How many workers it has at most. */
  int workers();

  /** How many inputs an {@code imap} may take ahead. */
  long window(Pace pace, int chunkSize);

  /** How long tasks of this class take. */
  Pace pace(Class<?> task);

  /** Tells the dispatcher. */
  void post(PoolEvent event);

  /** A sink that counts what it passes on. */
  BatchSink counting(BatchSink sink);

  /**
   * A single task was given up; if that is by {@code shutdownNow}, and before it started, it is to
   * be returned.
   */
  void neverStarted(Supplier<Runnable> task);

  /**
   * Checks that the pool still takes work.
   *
   * @throws RejectedExecutionException if it was shut down
   */
  void requireAccepting();

  /**
   * A single task enters the pool; {@link #leave} when it has ended.
   *
   * @throws RejectedExecutionException if the pool was shut down, or too many wait
   */
  void enter();

  /** A single task of accepted work enters the pool; {@link #leave} when it has ended. */
  void enterAccepted();

  /** A single task has ended, or never got as far as the dispatcher. */
  void leave();

  /**
   * A call begins to add its inputs: an orderly shutdown waits for its end.
   *
   * @throws RejectedExecutionException if the pool was shut down
   */
  void beginProducing();

  /** The call has added all its inputs. */
  void endProducing();

  /**
   * A call begins to take inputs as its results are read.
   *
   * @throws RejectedExecutionException if the pool was shut down
   */
  Intake beginIntake();

  /** Runs the action, which must not refer to {@code holder}, when nobody holds that any more. */
  void whenDropped(Object holder, Runnable action);
}
