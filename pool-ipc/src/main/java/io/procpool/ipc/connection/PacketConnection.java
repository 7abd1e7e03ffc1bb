package io.procpool.ipc.connection;

import static java.util.Objects.checkFromIndexSize;

import io.procpool.Connection;
import io.procpool.ConnectionClosedException;
import io.procpool.SharedResourceException;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.pickle.SharedObject;
import io.procpool.ipc.posix.PosixException;
import io.procpool.ipc.posix.PosixPackets;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a packet socket, whose packets the system keeps whole. Several processes may
 * hold the same end; then messages of one packet stay whole too, and larger ones need one sender
 * and one receiver at a time.
 */
public final class PacketConnection implements Connection, SharedObject {

  /** How long a call that waits may take to notice that this end was closed here. */
  private static final int SLICE_MILLIS = 100;

  private static final Pickler PICKLER = Pickler.selfContained();

  private final int fd;
  private final boolean readable;
  private final boolean writable;
  private final PacketReader reader;
  private final PacketWriter writer;
  private final ReentrantLock receiving = new ReentrantLock();
  private final ReentrantLock sending = new ReentrantLock();
  private volatile boolean closed;
  private boolean descriptorClosed; // guarded by both locks

  private PacketConnection(int fd, boolean readable, boolean writable) {
    this.fd = fd;
    this.readable = readable;
    this.writable = writable;
    this.reader = new PacketReader(fd, () -> closed);
    this.writer = new PacketWriter(fd, () -> closed);
  }

  /** A connection over a packet socket, whose descriptor it owns from now on. */
  static PacketConnection of(int fd, boolean readable, boolean writable) {
    try {
      PosixPackets.setTimeouts(fd, SLICE_MILLIS);
    } catch (PosixException e) {
      throw new SharedResourceException("a connection cannot be set up: " + e.getMessage(), e);
    }
    return new PacketConnection(fd, readable, writable);
  }

  @Override
  public void send(@Nullable Object message) {
    requireWritable();
    PickleBuffer body = new PickleBuffer();
    try (DescriptorTransfer transfer = DescriptorTransfer.outgoing()) {
      transfer.<@Nullable Object>during(() -> {
        PICKLER.pickle(message, body);
        return null;
      });
      MemorySegment bytes = MemorySegment.ofArray(body.bytes()).asSlice(0, body.length());
      send(PacketLayout.OBJECT, bytes, body.arrays(), transfer.descriptors());
    }
  }

  @Override
  public void sendBytes(byte[] bytes, int offset, int length) {
    int _ = checkFromIndexSize(offset, length, bytes.length);
    requireWritable();
    send(
        PacketLayout.BYTES,
        MemorySegment.ofArray(bytes).asSlice(offset, length),
        List.of(),
        List.of());
  }

  private void send(int kind, MemorySegment body, List<Object> arrays, List<Integer> descriptors) {
    PacketWriter.Sent sent;
    sending.lock();
    try {
      requireOpen();
      sent = writer.write(kind, body, arrays, descriptors);
    } finally {
      sending.unlock();
    }
    switch (sent) {
      case DONE -> {}
      case PEER_GONE ->
          throw new ConnectionClosedException("the other end of the connection is gone", null);
      case CLOSED -> throw closedHere();
    }
  }

  @Override
  public @Nullable Object receive() {
    PacketReader.Message message = receive(PacketLayout.OBJECT, "an object", "receiveBytes()");
    try (DescriptorTransfer transfer = DescriptorTransfer.incoming(message.descriptors())) {
      return transfer.<@Nullable Object>during(() -> unpickle(message));
    }
  }

  private static @Nullable Object unpickle(PacketReader.Message message) {
    byte[] body = message.body();
    return PICKLER.unpickle(
        new PickleSource(body, 0, body.length, message.arrays()),
        new ClassDefinitions(ApplicationLoader.ofThread()));
  }

  @Override
  public byte[] receiveBytes() {
    return receive(PacketLayout.BYTES, "bytes", "receive()").body();
  }

  private PacketReader.Message receive(int kind, String wanted, String other) {
    if (!readable) {
      throw new UnsupportedOperationException("this is the sending end of a one-way pipe");
    }
    PacketReader.Message message;
    receiving.lock();
    try {
      requireOpen();
      int next = reader.nextKind();
      if (next != 0 && next != kind) {
        throw new IllegalStateException("the next message is not " + wanted + ": call " + other);
      }
      message = next == 0 ? null : reader.read();
    } finally {
      receiving.unlock();
    }
    if (message == null) {
      throw closed
          ? closedHere()
          : new ConnectionClosedException("the other end of the connection is gone", null);
    }
    return message;
  }

  @Override
  public boolean poll(Duration timeout) throws InterruptedException {
    return !Waiting.any(List.of(this), timeout).isEmpty();
  }

  /** Whether a message, or a part of one, was taken from the socket already. */
  boolean hasBegun() {
    return reader.hasBegun();
  }

  int descriptor() {
    requireOpen();
    return fd;
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public boolean isReadable() {
    return readable;
  }

  private void requireWritable() {
    if (!writable) {
      throw new UnsupportedOperationException("this is the receiving end of a one-way pipe");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw closedHere();
    }
  }

  private static ConnectionClosedException closedHere() {
    return new ConnectionClosedException("the connection was closed on this side", null);
  }

  /**
   * Waits for calls that are at work, which notice within a moment: their descriptor must not be
   * given out anew.
   */
  @Override
  public void close() {
    closed = true;
    receiving.lock();
    sending.lock();
    try {
      if (!descriptorClosed) {
        descriptorClosed = true;
        DescriptorTransfer.closeDescriptor(fd);
      }
    } finally {
      sending.unlock();
      receiving.unlock();
    }
  }

  @Override
  public String kind() {
    return "Connection";
  }

  @Override
  public String wayOut() {
    return "pass it through the pool's initializer or as an argument of a JvmProcess, or send it"
        + " over another Connection";
  }

  @Override
  public boolean mayTravel() {
    return DescriptorTransfer.current() != null;
  }

  @Override
  public Ticket ticket() {
    DescriptorTransfer transfer = DescriptorTransfer.current();
    if (transfer == null) {
      throw new SharedResourceException(
          "a Connection cannot be a task's argument: pass it through the initializer, or send it"
              + " over another Connection",
          null);
    }
    requireOpen();
    if (reader.hasBegun()) {
      throw new IllegalStateException(
          "a connection with a message half received cannot travel: receive it first");
    }
    return new ConnectionTicket(transfer.put(fd), readable, writable);
  }

  @Override
  public String toString() {
    return "Connection[fd=" + fd + (closed ? ", closed]" : "]");
  }
}
