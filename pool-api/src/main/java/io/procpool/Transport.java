package io.procpool;

/** How a pool's workers are started and reached. */
public enum Transport {
  /** {@link #SOCKETPAIR} where native access is available, else {@link #PATH}. */
  AUTOMATIC,
  /** A {@code socketpair(2)} whose other end the worker inherits. Needs Linux and native access. */
  SOCKETPAIR,
  /**
   * A Unix-domain socket by path in a private directory, the worker started by {@link
   * ProcessBuilder}. Any system.
   */
  PATH
}
