package io.procpool.ipc.memory;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  private static volatile @Nullable Party current;

  /**
   * This process.
   *
   * @throws io.procpool.SharedResourceException if it cannot learn who it is now, see {@link
   *     ProcessIdentity#current}
   */
  public static Party current() {
    Party known = current;
    if (known == null) {
      known =
          new Party(
              ProcessIdentity.current().packed(),
              RememberedLiveness.INSTANCE,
              Parker.current(),
              SharedWords::new);
      current = known;
    }
    return known;
  }

  /** This party's way into the segment. */
  public SharedWords words(Segment segment) {
    return access.apply(segment);
  }
}
