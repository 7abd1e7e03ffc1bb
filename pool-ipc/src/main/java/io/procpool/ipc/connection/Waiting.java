package io.procpool.ipc.connection;

import io.procpool.Connection;
import io.procpool.SharedResourceException;
import io.procpool.ipc.posix.PosixPackets;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for several connections at once: for pipes by {@code poll(2)}, for sockets by a selector.
 * Where there are both, the sockets are looked at every few milliseconds.
 */
public final class Waiting {

  /** How long an interrupt, or a close on this side, may go unnoticed. */
  private static final int SLICE_MILLIS = 100;

  /** How long a socket's message may go unnoticed beside pipes. */
  private static final int MIXED_SLICE_MILLIS = 5;

  private final List<PacketConnection> pipes = new ArrayList<>();
  private final List<FrameConnection> sockets = new ArrayList<>();

  private Waiting(Collection<? extends Connection> connections) {
    if (connections.isEmpty()) {
      throw new IllegalArgumentException("there is no connection to wait for");
    }
    for (Connection connection : connections) {
      if (!connection.isReadable()) {
        throw new IllegalArgumentException("the sending end of a one-way pipe never has a message");
      }
      switch (connection) {
        case PacketConnection pipe -> pipes.add(pipe);
        case FrameConnection socket -> sockets.add(socket);
        default ->
            throw new IllegalArgumentException(
                "not a connection of procpool's: " + connection.getClass().getName());
      }
    }
  }

  /** The connections that can be received from; empty if the time is up first. */
  public static List<Connection> any(Collection<? extends Connection> connections, Duration timeout)
      throws InterruptedException {
    Set<Connection> ready = new Waiting(connections).await(timeout);
    List<Connection> inOrder = new ArrayList<>(connections);
    inOrder.retainAll(ready);
    return inOrder;
  }

  private Set<Connection> await(Duration timeout) throws InterruptedException {
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
    long begun = System.nanoTime();
    try (Watch watch = new Watch();
        Nap nap = new Nap()) {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long rest = Math.ceilDiv(Math.max(0, nanos - (System.nanoTime() - begun)), 1_000_000L);
        Set<Connection> ready = ready(Nap.isNeeded() ? 0 : rest);
        if (!ready.isEmpty() || rest == 0) {
          return ready;
        }
        if (Nap.isNeeded()) {
          nap.takeUnlessInterrupted();
        } else if (pipes.isEmpty()) {
          watch.await(sockets, Math.min(rest, SLICE_MILLIS));
        }
      }
    }
  }

  /** What is ready; waits a while for pipes. */
  private Set<Connection> ready(long millis) {
    Set<Connection> ready = Collections.newSetFromMap(new IdentityHashMap<>());
    for (FrameConnection socket : sockets) {
      if (socket.hasInput()) {
        ready.add(socket);
      }
    }
    if (!pipes.isEmpty()) {
      int slice = sockets.isEmpty() ? SLICE_MILLIS : MIXED_SLICE_MILLIS;
      addReadyPipes(ready, ready.isEmpty() ? (int) Math.min(millis, slice) : 0);
    }
    return ready;
  }

  private void addReadyPipes(Set<Connection> ready, int millis) {
    int[] descriptors = pipes.stream().mapToInt(PacketConnection::descriptor).toArray();
    boolean begun = pipes.stream().anyMatch(PacketConnection::hasBegun);
    boolean[] readable = PosixPackets.pollReadable(descriptors, begun ? 0 : millis);
    for (int i = 0; i < readable.length; i++) {
      if (readable[i] || pipes.get(i).hasBegun()) {
        ready.add(pipes.get(i));
      }
    }
  }

  /** A selector, opened when it is needed. */
  private static final class Watch implements AutoCloseable {

    private @Nullable Selector selector;

    void await(List<FrameConnection> sockets, long millis) {
      try {
        if (selector == null) {
          selector = Selector.open();
          for (FrameConnection socket : sockets) {
            socket.watch(selector);
          }
        }
        selector.select(_ -> {}, millis);
      } catch (IOException e) {
        throw new SharedResourceException("connections cannot be waited for: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      if (selector != null) {
        try {
          selector.close();
        } catch (IOException e) {
          throw new SharedResourceException("a selector cannot be closed: " + e.getMessage(), e);
        }
      }
    }
  }
}
