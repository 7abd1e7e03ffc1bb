package io.procpool.runtime.dispatch;

import io.procpool.WorkerDiedException;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, as far as its pool learned.
 *
 * @param death the process's end
 * @param cause why it could not start or had to be killed, where the pool knows more than the exit
 *     code
 * @param mayPass whether another worker may do better later, though nobody changes anything: there
 *     was no room, or no process to be had, or it was killed from outside
 */
public record WorkerExit(
    WorkerDiedException.Death death, @Nullable Throwable cause, boolean mayPass) {

  /** The same with what the pool itself held against it, if that was it. */
  WorkerExit orCause(@Nullable Throwable known) {
    return cause == null && known != null ? new WorkerExit(death, known, false) : this;
  }
}
