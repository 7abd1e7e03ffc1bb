package io.procpool.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The views of a pool that run tasks later. One that waits for a task to be due is held by its
 * thread; others may be dropped. Any thread may call.
 */
final class Schedules {

  private final Set<PoolScheduler> views = // guarded by this
      Collections.newSetFromMap(new WeakHashMap<>(0));

  /** A new one. */
  synchronized PoolScheduler add(PoolScheduler view) {
    views.add(view);
    return view;
  }

  /** The pool takes no more tasks. */
  void shutdown() {
    all().forEach(PoolScheduler::shutdown);
  }

  /** The pool ends at once; the tasks that never began. */
  List<Runnable> shutdownNow() {
    List<Runnable> tasks = new ArrayList<>();
    all().forEach(view -> tasks.addAll(view.shutdownNow()));
    return tasks;
  }

  private synchronized List<PoolScheduler> all() {
    return List.copyOf(views);
  }
}
