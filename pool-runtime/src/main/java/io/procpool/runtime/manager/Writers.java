package io.procpool.runtime.manager;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that may put something into a queue. Thread-safe. */
final class Writers {

  private final Set<SessionLife> holders = ConcurrentHashMap.newKeySet();
  private final Set<SessionLife> ended = ConcurrentHashMap.newKeySet();

  /** The process has proxies of the queue. */
  void add(SessionLife process) {
    holders.add(process);
  }

  /** The process has none any more; it may get one again. */
  void remove(SessionLife process) {
    holders.remove(process);
  }

  /** The process puts nothing more. */
  void end(SessionLife process) {
    ended.add(process);
  }

  /** The process is not there any more. */
  void forget(SessionLife process) {
    ended.remove(process);
  }

  void check(SessionLife process) {
    if (ended.contains(process)) {
      throw new IllegalStateException("this process has ended writing to the queue: endWriting");
    }
  }

  /** How many there are. Who asks has the queue, if by no proxy that is known here. */
  int count(SessionLife asking) {
    Set<SessionLife> writers = new HashSet<>(holders);
    writers.add(asking);
    writers.removeAll(ended);
    return writers.size();
  }
}
