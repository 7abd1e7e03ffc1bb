package io.procpool.ipc.connection;

import io.procpool.Pipe;
import io.procpool.SharedResourceException;
import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixException;
import io.procpool.ipc.posix.PosixPackets;

/** Makes pipes of packet sockets. */
public final class PacketPipes {

  private PacketPipes() {}

  /** A pipe; of a one-way one the first end receives. */
  public static Pipe open(boolean duplex) {
    if (!Posix.available()) {
      throw new SharedResourceException(
          "pipes need Linux on x86-64 or aarch64 and --enable-native-access=ALL-UNNAMED; use a SharedQueue instead",
          null);
    }
    try {
      int[] pair = PosixPackets.pair();
      return new Pipe(
          PacketConnection.of(pair[0], true, duplex), PacketConnection.of(pair[1], duplex, true));
    } catch (PosixException e) {
      throw new SharedResourceException("no pipe can be opened: " + e.getMessage(), e);
    }
  }
}
