package io.procpool.ipc.proxy;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.function.Function;
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

  private CallWire(
      FrameChannel channel, Function<ClassTable, Pickler> pickler, ClassLoader loader) {
    this.channel = channel;
    this.pickler = pickler.apply(own);
    this.peers = new ClassDefinitions(loader);
  }

  /** A client's side of a channel. */
  static CallWire ofClient(FrameChannel channel) {
    return new CallWire(channel, Pickler::withTable, ApplicationLoader.own());
  }

  /**
   * A server's side of a channel, to a client that is trusted with everything: what comes sealed
   * stays so.
   */
  public static CallWire ofTrusting(FrameChannel channel, ClassLoader loader) {
    return new CallWire(channel, Pickler::ofKeeper, loader);
  }

  /** A server's side of a channel, to a client whose arguments pass a filter. */
  public static CallWire ofFiltering(
      FrameChannel channel, ClassLoader loader, ObjectInputFilter filter) {
    return new CallWire(channel, table -> Pickler.withTable(table).withFilter(filter), loader);
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

  /** What the peer has defined, and will, by classes that the loader sees. */
  ClassDefinitions classesSeenBy(ClassLoader loader) {
    return peers.seenBy(loader);
  }

  /** Reads a value. */
  public @Nullable Object read(PickleSource from) {
    return read(from, peers);
  }

  /** Reads a value by classes of {@link #classesSeenBy}. */
  @Nullable Object read(PickleSource from, ClassDefinitions classes) {
    return pickler.unpickle(from, classes);
  }

  /** As {@link #read(PickleSource, ClassDefinitions)}, an exception. */
  Throwable readThrowable(PickleSource from, ClassDefinitions classes) {
    return pickler.unpickleThrowable(from, classes);
  }

  /**
   * Sends a body. Blocks while the peer does not take it.
   *
   * @param body what was written by this wire; free again on return
   * @throws IOException if the peer is gone
   */
  public void send(FrameType type, PickleBuffer body) throws IOException {
    boolean left = inOrder(type, body, channel::offer);
    if (!left || !body.arrays().isEmpty()) { // another writer may have taken them along, not copies
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
