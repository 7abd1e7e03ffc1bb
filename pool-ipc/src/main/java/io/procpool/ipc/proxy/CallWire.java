package io.procpool.ipc.proxy;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Frames with pickled values in them: each begins with what its receiver lacks of the sender's
 * class table, {@code length varint | definitions}. Sending is for any thread; receiving for one at
 * a time.
 */
public final class CallWire {

  private static final byte[] NOTHING_NEW = {0};

  private final FrameChannel channel;
  private final ClassTable own = new ClassTable();
  private final Pickler pickler;
  private final ClassDefinitions peers;
  private final Object defining = new Object();
  private volatile int defined;

  /**
   * A wire over a channel.
   *
   * @param filter what is read passes it; null: everything passes
   */
  public CallWire(FrameChannel channel, @Nullable ObjectInputFilter filter) {
    this.channel = channel;
    Pickler trusting = Pickler.withTable(own);
    pickler = filter == null ? trusting : trusting.withFilter(filter);
    peers = new ClassDefinitions(ClassLoader.getSystemClassLoader());
  }

  /** The channel below. */
  public FrameChannel channel() {
    return channel;
  }

  /** Appends a value. */
  public void write(@Nullable Object value, PickleBuffer to) {
    pickler.pickle(value, to);
  }

  /** Appends an exception. */
  public void writeThrowable(Throwable thrown, PickleBuffer to) {
    pickler.pickleThrowable(thrown, to);
  }

  /** Reads a value. */
  public @Nullable Object read(PickleSource from) {
    return pickler.unpickle(from, peers);
  }

  /** Reads an exception. */
  public Throwable readThrowable(PickleSource from) {
    return pickler.unpickleThrowable(from, peers);
  }

  /**
   * Sends a body. Blocks while the peer does not take it.
   *
   * @param body what was written by this wire; free again on return
   * @throws IOException if the peer is gone
   */
  public void send(FrameType type, PickleBuffer body) throws IOException {
    if (!inOrder(type, body, channel::offer)) {
      channel.flush();
    }
  }

  /**
   * Puts a body behind those before it, and writes nothing. The caller owes a {@link #push}, soon.
   *
   * @param body as for {@link #send}; copied, so a small one
   */
  void leave(FrameType type, PickleBuffer body) {
    boolean _ =
        inOrder(
            type,
            body,
            frame -> {
              channel.leave(frame);
              return true;
            });
  }

  /**
   * Writes what was left, unless a thread that writes takes it along. Blocks while the peer does
   * not take it.
   *
   * @throws IOException if the peer is gone
   */
  void push() throws IOException {
    if (!channel.push()) {
      channel.flush();
    }
  }

  /**
   * The order of frames is that of offers, so what one frame defines, later ones may use.
   *
   * @return what {@code queue} says of the frame
   */
  private boolean inOrder(FrameType type, PickleBuffer body, Predicate<OutFrame> queue) {
    if (own.size() == defined) {
      return queue.test(frame(type, NOTHING_NEW, body));
    }
    synchronized (defining) {
      int size = own.size();
      byte[] news = size == defined ? NOTHING_NEW : prefixed(own.definitions(defined, size));
      boolean result = queue.test(frame(type, news, body));
      defined = size;
      return result;
    }
  }

  private static OutFrame frame(FrameType type, byte[] news, PickleBuffer body) {
    return new OutFrame(type)
        .add(news, 0, news.length)
        .add(body.bytes(), 0, body.length())
        .addArrays(body.arrays());
  }

  private static byte[] prefixed(byte[] definitions) {
    PickleBuffer buffer = new PickleBuffer(definitions.length + Integer.BYTES + 1);
    buffer.writeVarInt(definitions.length);
    buffer.writeBytes(definitions, 0, definitions.length);
    return Arrays.copyOf(buffer.bytes(), buffer.length());
  }

  /** Takes in what a frame defines; the rest of its body is left to read. */
  public PickleSource open(Frame frame) {
    PickleSource body = new PickleSource(frame.body(), 0, frame.body().length, frame.arrays());
    int length = body.readVarInt();
    if (length > 0) {
      peers.add(body.readBytes(length));
    }
    return body;
  }
}
