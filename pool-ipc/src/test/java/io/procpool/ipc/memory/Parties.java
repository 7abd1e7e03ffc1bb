package io.procpool.ipc.memory;

/** This process, with other means. */
public final class Parties {

  private Parties() {}

  public static Party of(Parker parker) {
    return new Party(
        Party.current().identity(), RememberedLiveness.INSTANCE, parker, SharedWords::new);
  }
}
