package io.procpool.ipc.connection;

import static java.util.Objects.checkFromIndexSize;

import io.procpool.Connection;
import io.procpool.ConnectionClosedException;
import io.procpool.NetworkException;
import io.procpool.NetworkOptions;
import io.procpool.NotSendableException;
import io.procpool.ipc.channel.ArrayKind;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.network.ClientPort;
import io.procpool.ipc.network.Peer;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A connection of a listener or a client: each message is a frame. It stays in its process. */
public final class FrameConnection implements Connection {

  private final Peer peer;
  private final FrameChannel channel;
  private final Pickler pickler;
  private final long maxMessageBytes;
  private final ReentrantLock receiving = new ReentrantLock();
  private @Nullable Frame next; // received, and not of the kind that was asked for
  private volatile boolean closed;

  FrameConnection(Peer peer, NetworkOptions options) {
    this.peer = peer;
    this.channel = peer.channel();
    this.pickler =
        Pickler.selfContained(options.inputFilter().orElseGet(NetworkOptions::defaultFilter));
    this.maxMessageBytes = options.maxMessageBytes();
  }

  /** Connects; see {@link io.procpool.Client}. */
  public static FrameConnection connect(SocketAddress address, byte[] key, NetworkOptions options) {
    try {
      return new FrameConnection(ClientPort.connect(address, key, options), options);
    } catch (IOException e) {
      throw new NetworkException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void send(@Nullable Object message) {
    PickleBuffer body = new PickleBuffer();
    pickler.pickle(message, body);
    send(FrameType.OBJECT, body.bytes(), 0, body.length(), body.arrays());
  }

  @Override
  public void sendBytes(byte[] bytes, int offset, int length) {
    int _ = checkFromIndexSize(offset, length, bytes.length);
    send(FrameType.BYTES, bytes, offset, length, List.of());
  }

  private void send(FrameType type, byte[] bytes, int offset, int length, List<Object> arrays) {
    long size = length;
    for (Object array : arrays) {
      size += ArrayKind.bytesOf(array);
    }
    if (size > maxMessageBytes) {
      throw new NotSendableException(
          "the message is too large: bytes="
              + size
              + " limit="
              + maxMessageBytes
              + "; NetworkOptions.withMaxMessageBytes raises it, on both sides",
          null);
    }
    requireOpen();
    try {
      channel.send(new OutFrame(type).add(bytes, offset, length).addArrays(arrays));
    } catch (IOException e) {
      throw ended(e);
    }
  }

  @Override
  public @Nullable Object receive() {
    Frame frame = receive(FrameType.OBJECT, "an object", "receiveBytes()");
    byte[] body = frame.body();
    return pickler.unpickle(
        new PickleSource(body, 0, body.length, frame.arrays()),
        new ClassDefinitions(ApplicationLoader.ofThread()));
  }

  @Override
  public byte[] receiveBytes() {
    return receive(FrameType.BYTES, "bytes", "receive()").body();
  }

  private Frame receive(FrameType type, String wanted, String other) {
    receiving.lock();
    try {
      requireOpen();
      Frame frame = next == null ? nextFrame() : next;
      if (frame.type() != type) {
        next = frame;
        throw new IllegalStateException("the next message is not " + wanted + ": call " + other);
      }
      next = null;
      return frame;
    } finally {
      receiving.unlock();
    }
  }

  private Frame nextFrame() {
    try {
      napUntilInput();
      Frame frame = channel.receive();
      if (frame == null) {
        throw ended(null);
      }
      if (frame.type() != FrameType.OBJECT && frame.type() != FrameType.BYTES) {
        throw new IOException("a frame of type=" + frame.type() + " is no message");
      }
      return frame;
    } catch (IOException e) {
      ConnectionClosedException ended = ended(e);
      close(); // what follows cannot be told apart
      throw ended;
    }
  }

  /** A virtual thread would hold its carrier while it waits in a selector. */
  private void napUntilInput() throws IOException {
    if (Nap.isNeeded()) {
      try (Nap nap = new Nap()) {
        while (!channel.hasInput()) {
          nap.take();
        }
      }
    }
  }

  @Override
  public boolean poll(Duration timeout) throws InterruptedException {
    return !Waiting.any(List.of(this), timeout).isEmpty();
  }

  /** Whether a receive finds something now. False while another thread receives. */
  boolean hasInput() {
    requireOpen();
    if (!receiving.tryLock()) {
      return false;
    }
    try {
      return next != null || channel.hasInput();
    } catch (IOException e) {
      requireOpen();
      return true; // the receive says why
    } finally {
      receiving.unlock();
    }
  }

  /** Lets the selector wake when there might be input. */
  void watch(Selector selector) {
    try {
      channel.watch(selector);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isReadable() {
    return true;
  }

  private void requireOpen() {
    if (closed) {
      throw ended(null);
    }
  }

  private ConnectionClosedException ended(@Nullable IOException why) {
    if (closed) {
      return new ConnectionClosedException("the connection was closed on this side", why);
    }
    String reason = why == null ? "" : ": " + why.getMessage();
    return new ConnectionClosedException(
        "the other end is gone: " + peer.address() + " pid=" + peer.pid() + reason, why);
  }

  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw new NetworkException("a connection cannot be closed: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "Connection[" + peer.address() + " pid=" + peer.pid() + (closed ? ", closed]" : "]");
  }
}
