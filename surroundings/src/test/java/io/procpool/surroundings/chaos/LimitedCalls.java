package io.procpool.surroundings.chaos;

import static io.procpool.surroundings.chaos.Ledger.requireEqual;

import io.procpool.Pool;
import io.procpool.TaskTimedOutException;
import io.procpool.WorkerDiedException;
import java.util.Random;

/** A caller of a pool whose tasks have a time limit. */
final class LimitedCalls {

  private final Pool pool;
  private final Ledger ledger;
  private final Random random;

  LimitedCalls(Pool pool, Ledger ledger, Random random) {
    this.pool = pool;
    this.ledger = ledger;
    this.random = random;
  }

  Void run() {
    while (ledger.goesOn()) {
      try {
        if (random.nextInt(200) == 0) {
          throw new AssertionError("an endless task ended: " + pool.apply(Work::endless));
        }
        int number = random.nextInt(1_000_000);
        requireEqual("within its limit", Work.square(number), pool.apply(Work::square, number));
        ledger.count("calls of a pool with a limit");
      } catch (TaskTimedOutException late) { // a worker may be stopped for longer than that
        ledger.count("tasks that ran out of time");
      } catch (WorkerDiedException lost) {
        ledger.count("calls that lost a worker");
      }
    }
    return null;
  }
}
