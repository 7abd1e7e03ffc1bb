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
  }
}
