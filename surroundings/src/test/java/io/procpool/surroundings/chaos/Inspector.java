package io.procpool.surroundings.chaos;

import static io.procpool.surroundings.chaos.Ledger.require;

import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.WorkerInfo;
import java.util.List;

/** Looks at everything all the time, which disturbs nobody and never fails. */
final class Inspector {

  private final List<Pool> pools;
  private final List<Things> things;
  private final Manager manager;
  private final Ledger ledger;

  Inspector(List<Pool> pools, List<Things> things, Manager manager, Ledger ledger) {
    this.pools = pools;
    this.things = things;
    this.manager = manager;
    this.ledger = ledger;
  }

  Void run() throws Exception {
    while (ledger.goesOn()) {
      pools.forEach(Inspector::look);
      things.forEach(Inspector::look);
      show(manager);
      ledger.count("looks at everything");
      Thread.sleep(5);
    }
    return null;
  }

  private static void look(Pool pool) {
    show(pool);
    show(pool.statistics());
    for (WorkerInfo worker : pool.workers()) {
      show(worker);
    }
    require(!pool.isShutdown() && !pool.isTerminated(), "a pool has ended: " + pool);
  }

  private static void look(Things all) {
    for (Object each :
        List.of(
            all.lock(),
            all.reentrant(),
            all.ready(),
            all.permits(),
            all.event(),
            all.condition(),
            all.barrier(),
            all.queue())) {
      show(each);
    }
    require(!all.lock().isHeldByCurrentThread(), "an inspector holds a lock: " + all.lock());
    boolean _ = all.lock().isLocked() | all.reentrant().isLocked() | all.event().isSet();
    requireWithin("waiting", all.barrier().waiting(), all.barrier().parties());
    requireWithin("permits", all.permits().availablePermits(), 1);
    requireWithin("elements", all.queue().size(), all.queue().capacity());
    boolean _ = all.barrier().isBroken() | all.queue().hasEnded() | all.queue().isEmpty();
    require(all.queue().writers() >= 1, "the queue has no writer: " + all.queue());
  }

  private static void requireWithin(String what, int found, int most) {
    require(found >= 0 && found <= most, what + "=" + found + ", most=" + most);
  }

  private static void show(Object object) {
    require(!object.toString().isEmpty(), "an object cannot be shown: " + object.getClass());
  }
}
