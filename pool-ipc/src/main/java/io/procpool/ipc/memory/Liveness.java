package io.procpool.ipc.memory;

/** Tells whether a process still runs, from its {@link ProcessIdentity#packed packed} identity. */
@FunctionalInterface
public interface Liveness {

  /** False only if the process has surely ended. */
  boolean isAlive(long identity);
}
