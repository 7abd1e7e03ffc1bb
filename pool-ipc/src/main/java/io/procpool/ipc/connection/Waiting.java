package io.procpool.ipc.connection;

import io.procpool.Connection;
import io.procpool.ipc.posix.PosixPackets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for several connections at once, by {@code poll(2)}. */
public final class Waiting {

  /** How long an interrupt, or a close on this side, may go unnoticed. */
  private static final long SLICE_MILLIS = 100;

  private Waiting() {}

  /** The connections that can be received from; empty if the time is up first. */
  public static List<Connection> any(Collection<? extends Connection> connections, Duration timeout)
      throws InterruptedException {
    List<PacketConnection> ends = checked(connections);
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    long begun = System.nanoTime();
    try (Nap nap = new Nap()) {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long restMillis =
            Math.ceilDiv(Math.max(0, nanos - (System.nanoTime() - begun)), 1_000_000L);
        List<Connection> ready = ready(ends, Math.min(restMillis, SLICE_MILLIS), nap);
        if (!ready.isEmpty() || restMillis == 0) {
          return ready;
        }
      }
    }
  }

  private static List<PacketConnection> checked(Collection<? extends Connection> connections) {
    if (connections.isEmpty()) {
      throw new IllegalArgumentException("there is no connection to wait for");
    }
    List<PacketConnection> ends = new ArrayList<>();
    for (Connection connection : connections) {
      if (!connection.isReadable()) {
        throw new IllegalArgumentException("the sending end of a one-way pipe never has a message");
      }
      if (!(connection instanceof PacketConnection end)) {
        throw new IllegalArgumentException(
            "not a connection of procpool's: " + connection.getClass().getName());
      }
      ends.add(end);
    }
    return ends;
  }

  private static List<Connection> ready(List<PacketConnection> ends, long millis, Nap nap) {
    if (!Nap.isNeeded()) {
      return ready(ends, millis);
    }
    List<Connection> ready = ready(ends, 0);
    if (ready.isEmpty() && millis > 0) {
      nap.takeUnlessInterrupted();
    }
    return ready;
  }

  private static List<Connection> ready(List<PacketConnection> ends, long millis) {
    int[] descriptors = ends.stream().mapToInt(PacketConnection::descriptor).toArray();
    boolean begun = ends.stream().anyMatch(PacketConnection::hasBegun);
    boolean[] readable = PosixPackets.pollReadable(descriptors, begun ? 0 : (int) millis);
    List<Connection> ready = new ArrayList<>();
    for (int i = 0; i < readable.length; i++) {
      if (readable[i] || ends.get(i).hasBegun()) {
        ready.add(ends.get(i));
      }
    }
    return ready;
  }
}
