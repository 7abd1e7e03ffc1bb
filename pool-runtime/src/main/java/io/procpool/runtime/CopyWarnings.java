package io.procpool.runtime;

import io.procpool.ipc.message.OutcomeBody.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Logs that tasks have changed copies, once for each place in the source. Any thread may call. */
final class CopyWarnings {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private static final int MAX_SITES = 1000;

  private final String pool;
  private final Set<String> told = new HashSet<>(0); // guarded by this

  CopyWarnings(String pool) {
    this.pool = pool;
  }

  void log(List<Change> changes) {
    for (Change change : changes) {
      if (isNew(change.site())) {
        LOG.log(
            System.Logger.Level.WARNING,
            "pool "
                + pool
                + ": task "
                + change.site()
                + " changed its copy of "
                + change.what()
                + "; the caller does not see that");
      }
    }
  }

  private synchronized boolean isNew(String site) {
    return told.size() < MAX_SITES && told.add(site);
  }
}
