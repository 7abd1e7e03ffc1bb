package io.procpool.runtime;

import io.procpool.NotSendableException;
import io.procpool.ipc.message.OutcomeBody.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a pool warns of once for each place in the source. Any thread may call. */
final class PoolWarnings {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private static final int MOST = 1000;

  private final String pool;
  private final Set<String> told = new HashSet<>(0); // guarded by this

  PoolWarnings(String pool) {
    this.pool = pool;
  }

  /** Tasks have changed copies that their callers believe to share with them. */
  void changedCopies(List<Change> changes) {
    for (Change change : changes) {
      once(
          change.site(),
          "task %s changed its copy of %s; the caller does not see that"
              .formatted(change.site(), change.what()));
    }
  }

  /**
   * A task that was handed to the pool as to any executor cannot be sent. Libraries run such a task
   * in the caller's thread, and say nothing.
   */
  void refused(NotSendableException reason) {
    String why = String.valueOf(reason.getMessage());
    once(why, "an executed task was refused, and does not run in a worker: " + why);
  }

  private void once(String place, String message) {
    if (isNew(place)) {
      LOG.log(System.Logger.Level.WARNING, "pool " + pool + ": " + message);
    }
  }

  private synchronized boolean isNew(String place) {
    return told.size() < MOST && told.add(place);
  }
}
