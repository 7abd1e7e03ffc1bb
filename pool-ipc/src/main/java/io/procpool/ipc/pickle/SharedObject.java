package io.procpool.ipc.pickle;

import java.io.Serializable;

/**
 * An object that processes share, such as a lock in shared memory. It travels as its ticket, and
 * only by inheritance: while a worker's or process's start is written, or where the pickler allows
 * it everywhere.
 */
public interface SharedObject {

  /** What users call it, such as {@code SharedLock}; part of the message of a refusal. */
  String kind();

  /** What to do where it may not travel, for the message of a refusal. */
  default String wayOut() {
    return "pass it through the pool's initializer or as an argument of a JvmProcess, use a"
        + " Manager's, or allow it by PoolOptions.withSharedArguments(true)";
  }

  /** Whether it may be in the message this thread writes although that starts no process. */
  default boolean mayTravel() {
    return false;
  }

  /** What travels in its place. */
  Ticket ticket();

  /** Finds the shared object in the process that reads it. */
  interface Ticket extends Serializable {

    /** This process's object for the ticket; called once per message that has it. */
    Object redeem();

    /** As {@link #redeem()}; what reads classes looks them up by the loader of the message. */
    default Object redeem(ClassLoader loader) {
      return redeem();
    }
  }
}
