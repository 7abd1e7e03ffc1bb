package io.procpool.runtime.call;

import io.procpool.runtime.dispatch.Batch;
import io.procpool.runtime.dispatch.PoolEvent;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An {@code imap} as its pool knows it: it must not refer to the iterator, so that one nobody holds
 * can be noticed. Any thread may call.
 */
final class OpenCall {

  private final CallContext pool;
  private final Intake intake;
  private final Batch batch;
  private final AtomicBoolean ended = new AtomicBoolean();

  OpenCall(CallContext pool, Intake intake, Batch batch) {
    this.pool = pool;
    this.intake = intake;
    this.batch = batch;
  }

  /**
   * Checks that inputs may be taken.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the pool was closed
   */
  void requireOpen() {
    intake.requireOpen();
  }

  /** All inputs were taken. */
  void inputsEnded() {
    intake.end();
  }

  /** All results were read. */
  void end() {
    if (!ended.getAndSet(true)) {
      release();
    }
  }

  /** No more results are wanted: what has not started never runs. */
  void cancel() {
    if (!ended.getAndSet(true)) {
      pool.post(new PoolEvent.ItemsCancelled(batch, 0, false));
      release();
    }
  }

  private void release() {
    intake.end();
    if (((CallPayload) batch.payload()).isFunctionKept()) {
      pool.post(new PoolEvent.BatchEnded(batch));
    }
  }
}
