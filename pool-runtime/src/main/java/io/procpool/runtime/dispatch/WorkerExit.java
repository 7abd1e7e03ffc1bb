package io.procpool.runtime.dispatch;

import io.procpool.WorkerDiedException;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, as far as its pool learned.
 *
 * @param death the process's end
 * @param cause why it could not start or had to be killed, where the pool knows more than the exit
 *     code
 */
public record WorkerExit(WorkerDiedException.Death death, @Nullable Throwable cause) {

  WorkerExit orCause(@Nullable Throwable known) {
    return cause == null && known != null ? new WorkerExit(death, known) : this;
  }
}
