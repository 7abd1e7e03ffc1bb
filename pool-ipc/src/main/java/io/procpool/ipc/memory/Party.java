package io.procpool.ipc.memory;

/**
 * Who takes part in shared state from here, and by what means.
 *
 * @param identity this process, {@link ProcessIdentity#packed packed}
 * @param liveness how it learns of other processes' deaths
 * @param parker how its threads sleep
 */
record Party(long identity, Liveness liveness, Parker parker) {

  /** This process. */
  static Party current() {
    return Current.PARTY;
  }

  private static final class Current {
    static final Party PARTY =
        new Party(ProcessIdentity.CURRENT.packed(), RememberedLiveness.INSTANCE, Parker.current());
  }
}
