package io.procpool.ipc.memory;

import java.util.function.Function;

/**
 * Who takes part in shared state from here, and by what means.
 *
 * @param identity this process, {@link ProcessIdentity#packed packed}
 * @param liveness how it learns of other processes' deaths
 * @param parker how its threads sleep
 * @param access how it reaches the words of a segment
 */
public record Party(
    long identity, Liveness liveness, Parker parker, Function<Segment, SharedWords> access) {

  /** This process. */
  public static Party current() {
    return Current.PARTY;
  }

  /** This party's way into the segment. */
  public SharedWords words(Segment segment) {
    return access.apply(segment);
  }

  private static final class Current {
    static final Party PARTY =
        new Party(
            ProcessIdentity.CURRENT.packed(),
            RememberedLiveness.INSTANCE,
            Parker.current(),
            SharedWords::new);
  }
}
