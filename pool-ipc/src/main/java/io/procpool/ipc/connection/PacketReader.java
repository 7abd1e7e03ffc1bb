package io.procpool.ipc.connection;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.procpool.SharedResourceException;
import io.procpool.ipc.channel.ArrayKind;
import io.procpool.ipc.posix.Errno;
import io.procpool.ipc.posix.PacketBuffer;
import io.procpool.ipc.posix.Posix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Receives packets and joins them to messages. For one thread at a time. */
final class PacketReader {

  private static final long MAX_BODY_BYTES = Integer.MAX_VALUE - 64;

  /** A message; its descriptors are the receiver's. */
  @SuppressWarnings("ArrayRecordComponent") // a bulk carrier, compared by nobody
  record Message(int kind, byte[] body, List<Object> arrays, List<Integer> descriptors) {}

  private final int fd;
  private final BooleanSupplier closed;
  private final PacketBuffer packet = new PacketBuffer(PacketLayout.PACKET_BYTES);
  private long received; // the packet's length
  private int position; // what of it was read
  private boolean begun; // the packet is a message's first, and was not read yet

  /** A reader that gives up, within the socket's timeout, when {@code closed} says so. */
  PacketReader(int fd, BooleanSupplier closed) {
    this.fd = fd;
    this.closed = closed;
  }

  /** Whether a message's first packet is here already. */
  boolean hasBegun() {
    return begun;
  }

  /** Blocks for the next message's kind; the message stays. 0 at the end. */
  int nextKind() {
    if (!begun) {
      if (!receive()) {
        return 0;
      }
      if (received < PacketLayout.HEADER_BYTES) {
        throw corrupt("a message begins with a packet of " + received + " bytes");
      }
      begun = true;
    }
    return packet.bytes().get(JAVA_INT, PacketLayout.KIND);
  }

  /**
   * Reads the message whose kind was asked for; null if the other side ended in the middle of it.
   */
  @Nullable Message read() {
    begun = false;
    MemorySegment bytes = packet.bytes();
    int kind = bytes.get(JAVA_INT, PacketLayout.KIND);
    int arrayCount = bytes.get(JAVA_INT, PacketLayout.ARRAY_COUNT);
    long bodyBytes = bytes.get(JAVA_LONG, PacketLayout.BODY_BYTES);
    long headBytes = PacketLayout.HEADER_BYTES + (long) PacketLayout.ARRAY_BYTES * arrayCount;
    if (bodyBytes < 0 || bodyBytes > MAX_BODY_BYTES || arrayCount < 0 || headBytes > received) {
      throw corrupt("kind=" + kind + " arrays=" + arrayCount + " bodyBytes=" + bodyBytes);
    }
    List<Integer> descriptors = packet.descriptors();
    List<Object> arrays = arrays(arrayCount);
    byte[] body = new byte[(int) bodyBytes];
    position = (int) headBytes;
    boolean whole = fill(body);
    for (Object array : arrays) {
      whole = whole && fill(array);
    }
    return whole ? new Message(kind, body, arrays, descriptors) : null;
  }

  private List<Object> arrays(int count) {
    List<Object> arrays = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long at = PacketLayout.HEADER_BYTES + (long) PacketLayout.ARRAY_BYTES * i;
      ArrayKind kind = ArrayKind.of(packet.bytes().get(JAVA_INT, at));
      int length = packet.bytes().get(JAVA_INT, at + Integer.BYTES);
      if (kind == null || length < 0) {
        throw corrupt("array " + i + " of " + count + " has no such kind or length=" + length);
      }
      arrays.add(kind.allocate(length));
    }
    return arrays;
  }

  private boolean fill(byte[] body) {
    for (int at = 0; at < body.length; ) {
      if (position == received && !receive()) {
        return false;
      }
      int count = (int) Math.min(body.length - at, received - position);
      MemorySegment.copy(packet.bytes(), JAVA_BYTE, position, body, at, count);
      at += count;
      position += count;
    }
    return true;
  }

  private boolean fill(Object array) {
    long total = ArrayKind.bytesOf(array);
    for (long at = 0; at < total; ) {
      if (position == received && !receive()) {
        return false;
      }
      long count = Math.min(total - at, received - position);
      ArrayKind.copy(packet.bytes(), position, array, at, count);
      at += count;
      position += (int) count;
    }
    return true;
  }

  /** Receives a packet; false at the end, or when closed here. */
  private boolean receive() {
    if (Nap.isNeeded()) {
      receiveNapping();
    } else {
      do {
        received = packet.receive(fd, 0);
      } while (received == -Errno.EAGAIN && !closed.getAsBoolean());
    }
    position = 0;
    return received > 0;
  }

  private void receiveNapping() {
    try (Nap nap = new Nap()) {
      received = packet.receive(fd, Posix.MSG_DONTWAIT);
      while (received == -Errno.EAGAIN && !closed.getAsBoolean()) {
        nap.take();
        received = packet.receive(fd, Posix.MSG_DONTWAIT);
      }
    }
  }

  private SharedResourceException corrupt(String facts) {
    return new SharedResourceException(
        "what came over a connection is no message (do several processes receive from this end?): "
            + facts,
        null);
  }
}
