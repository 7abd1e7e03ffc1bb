package io.procpool.ipc.connection;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.procpool.ipc.channel.ArrayKind;
import io.procpool.ipc.posix.Errno;
import io.procpool.ipc.posix.PacketBuffer;
import io.procpool.ipc.posix.Posix;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Cuts messages into packets and sends them. For one thread at a time. */
final class PacketWriter {

  /** How the sending of a message ended. */
  enum Sent {
    DONE,
    PEER_GONE,
    CLOSED
  }

  private static final int MAX_ARRAYS = 4096;

  private final int fd;
  private final BooleanSupplier closed;
  private final PacketBuffer packet = new PacketBuffer(PacketLayout.PACKET_BYTES);
  private int filled;
  private List<Integer> descriptors = List.of();
  private Sent sent = Sent.DONE;

  /** A writer that gives up, within the socket's timeout, when {@code closed} says so. */
  PacketWriter(int fd, BooleanSupplier closed) {
    this.fd = fd;
    this.closed = closed;
  }

  /** Sends a message; blocks while the other side does not read. */
  Sent write(int kind, MemorySegment body, List<Object> arrays, List<Integer> along) {
    if (arrays.size() > MAX_ARRAYS) {
      throw new IllegalArgumentException(
          "a message may have at most " + MAX_ARRAYS + " large arrays: arrays=" + arrays.size());
    }
    sent = Sent.DONE;
    descriptors = along;
    head(kind, body.byteSize(), arrays);
    append(body);
    for (Object array : arrays) {
      append(array);
    }
    if (filled > 0) {
      flush();
    }
    return sent;
  }

  private void head(int kind, long bodyBytes, List<Object> arrays) {
    MemorySegment bytes = packet.bytes();
    bytes.set(JAVA_INT, PacketLayout.KIND, kind);
    bytes.set(JAVA_INT, PacketLayout.ARRAY_COUNT, arrays.size());
    bytes.set(JAVA_LONG, PacketLayout.BODY_BYTES, bodyBytes);
    filled = PacketLayout.HEADER_BYTES;
    for (Object array : arrays) {
      bytes.set(JAVA_INT, filled, ArrayKind.of(array).code());
      bytes.set(JAVA_INT, filled + Integer.BYTES, Array.getLength(array));
      filled += PacketLayout.ARRAY_BYTES;
    }
  }

  private void append(MemorySegment body) {
    for (long at = 0; at < body.byteSize() && sent == Sent.DONE; ) {
      long count = Math.min(body.byteSize() - at, room());
      MemorySegment.copy(body, JAVA_BYTE, at, packet.bytes(), JAVA_BYTE, filled, count);
      at += count;
      filled += (int) count;
    }
  }

  private void append(Object array) {
    long total = ArrayKind.bytesOf(array);
    for (long at = 0; at < total && sent == Sent.DONE; ) {
      long count = Math.min(total - at, room());
      count -= at + count < total ? count % Long.BYTES : 0;
      ArrayKind.copy(array, at, packet.bytes(), filled, count);
      at += count;
      filled += (int) count;
    }
  }

  /** Room for at least one element, after sending what is there if need be. */
  private int room() {
    if (PacketLayout.PACKET_BYTES - filled < Long.BYTES) {
      flush();
    }
    return PacketLayout.PACKET_BYTES - filled;
  }

  private void flush() {
    long done;
    if (Nap.isNeeded()) {
      done = sendNapping();
    } else {
      do {
        done = packet.send(fd, filled, descriptors, 0);
      } while (done == -Errno.EAGAIN && !closed.getAsBoolean());
    }
    if (done < 0) {
      sent = done == -Errno.EAGAIN ? Sent.CLOSED : Sent.PEER_GONE;
    }
    filled = 0;
    descriptors = List.of();
  }

  private long sendNapping() {
    try (Nap nap = new Nap()) {
      long done = packet.send(fd, filled, descriptors, Posix.MSG_DONTWAIT);
      while (done == -Errno.EAGAIN && !closed.getAsBoolean()) {
        nap.take();
        done = packet.send(fd, filled, descriptors, Posix.MSG_DONTWAIT);
      }
      return done;
    }
  }
}
