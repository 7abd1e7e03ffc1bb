package io.procpool.runtime.worker;

import io.procpool.ipc.message.OutcomeBody.Change;
import io.procpool.runtime.dispatch.PoolEvent;
import java.util.List;

/** Where workers report to: their pool. */
public interface WorkerEvents {

  /** Something happened to a worker. */
  void post(PoolEvent event);

  /** A worker's process was started. */
  void started();

  /** Bytes went over a worker's channel, since the last call. */
  void transferred(long sent, long received);

  /** Tasks have changed their copies of what they captured. */
  void changed(List<Change> changes);

  /** Runs what may block on a slow worker, on a thread made for that. */
  void runBlocking(Runnable action);
}
