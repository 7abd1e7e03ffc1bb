package io.procpool;

import io.procpool.spi.Providers;

/**
 * Two connected ends. Give one to another process and close it here; then the end of that process
 * is the end of the stream.
 *
 * @param first one end; of a one-way pipe the receiving one
 * @param second the other end; of a one-way pipe the sending one
 */
public record Pipe(Connection first, Connection second) implements AutoCloseable {

  /**
   * A pipe both of whose ends send and receive.
   *
   * @throws SharedResourceException if the system has no descriptors left, or native access is not
   *     available
   */
  public static Pipe open() {
    return Providers.processes().pipe(true);
  }

  /** A pipe whose first end receives what its second end sends; throws as {@link #open}. */
  public static Pipe openOneWay() {
    return Providers.processes().pipe(false);
  }

  /** Closes both ends here. */
  @Override
  public void close() {
    first.close();
    second.close();
  }
}
