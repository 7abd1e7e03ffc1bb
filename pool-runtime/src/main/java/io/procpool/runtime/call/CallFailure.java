package io.procpool.runtime.call;

import io.procpool.NotSendableException;
import io.procpool.PoolException;
import io.procpool.TaskFailedException;
import io.procpool.ipc.message.OutcomeKind;
import io.procpool.ipc.pickle.ThrownText;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * Why a call has no result. Futures and synchronous calls show it differently: {@link #asExecution}
 * and {@link #asUnchecked}.
 */
public final class CallFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean threw;

  private CallFailure(Throwable cause, boolean threw) {
    super(null, cause, false, false);
    this.threw = threw;
  }

  /** The task's own exception. */
  static CallFailure threw(Throwable thrown) {
    return new CallFailure(thrown, true);
  }

  /** The pool's verdict: a {@link PoolException} or a {@link CancellationException}. */
  static CallFailure of(RuntimeException verdict) {
    return new CallFailure(verdict, false);
  }

  /** What an outcome that is no value says. */
  static CallFailure of(OutcomeFrame outcomes, int at) {
    Throwable told = (Throwable) java.util.Objects.requireNonNull(outcomes.read(at));
    return outcomes.kind(at) == OutcomeKind.NOT_SENDABLE
            && told instanceof NotSendableException verdict
        ? of(verdict)
        : threw(told);
  }

  /** The exception itself: the task's own, or the pool's. */
  Throwable reason() {
    return java.util.Objects.requireNonNull(getCause());
  }

  /**
   * Whether the call was cancelled; a task that throws a CancellationException of its own has
   * failed instead.
   */
  boolean isCancellation() {
    return !threw && reason() instanceof CancellationException;
  }

  /**
   * As a {@link java.util.concurrent.Future} throws it.
   *
   * @throws CancellationException if the call was cancelled
   */
  ExecutionException asExecution() {
    if (isCancellation()) {
      throw asUnchecked();
    }
    return new ExecutionException(ThrownText.of(reason()), reason());
  }

  /**
   * As a synchronous call throws it. The pool's verdict is thrown anew, with the stack of the call.
   */
  RuntimeException asUnchecked() {
    if (threw) {
      return new TaskFailedException("the task threw " + ThrownText.of(reason()), reason());
    }
    RuntimeException verdict = (RuntimeException) reason();
    verdict.setStackTrace(new Throwable().getStackTrace());
    return verdict;
  }
}
