package io.procpool.ipc.channel;

import io.procpool.ipc.posix.PosixSpawn;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames to and from one peer. All methods may be called by any thread.
 *
 * <p>The parent's reader of a socketpair blocks in a downcall, which no interrupt ends and which
 * pins a virtual thread's carrier: readers are platform threads. To end one, {@link #close} or
 * {@link #shutdownInput}.
 */
public final class FrameChannel implements AutoCloseable {

  private static final int STAGE_BYTES = 128 << 10;

  private final Link link;
  private final Outbox outbox;
  private final Inbox inbox;
  private final LaneLender lender;
  private final ReentrantLock receiving = new ReentrantLock();
  private volatile boolean acceptsLanes;
  private volatile @Nullable Lanes accepted;

  private FrameChannel(Link link) {
    this(link, Lanes::create, Long.MAX_VALUE);
  }

  private FrameChannel(Link link, Supplier<Lanes> maker, long maxFrameBytes) {
    this.link = link;
    this.inbox = new Inbox(link, STAGE_BYTES, maxFrameBytes);
    this.lender = new LaneLender(maker, lanes -> inbox.takeFrom(lanes.toParent()));
    this.outbox = new Outbox(link, STAGE_BYTES, lender);
  }

  /** A channel over a connected socket's descriptor, which it owns from now on. */
  public static FrameChannel overDescriptor(int fd) {
    return new FrameChannel(new FdLink(fd));
  }

  /** A channel that receives no larger frames, their arrays included. */
  static FrameChannel overLink(Link link, long maxFrameBytes) {
    return new FrameChannel(link, Lanes::create, maxFrameBytes);
  }

  /** As {@link #overDescriptor(int)}, with lanes of another make. */
  static FrameChannel overDescriptor(int fd, Supplier<Lanes> maker) {
    return new FrameChannel(new FdLink(fd), maker, Long.MAX_VALUE);
  }

  /**
   * A channel to the first peer that connects to the server, which it owns from now on. The first
   * {@link #receive}, {@link #flush} or {@link #send} blocks until the peer is there; what is
   * offered before waits for a flush.
   */
  public static FrameChannel accepting(ServerSocketChannel server) throws IOException {
    return new FrameChannel(new AcceptingLink(server));
  }

  /**
   * The worker's channel to its parent.
   *
   * @param socketFile where the parent listens; null: the channel is this process's descriptor
   *     {@link PosixSpawn#CHANNEL}
   * @throws IOException if there is no such socket
   */
  public static FrameChannel toParent(@Nullable Path socketFile) throws IOException {
    if (socketFile != null) {
      return overSocket(SocketChannel.open(UnixDomainSocketAddress.of(socketFile)));
    }
    return new FrameChannel(new InheritedLink(PosixSpawn.CHANNEL));
  }

  /**
   * A channel over a connected socket, which it owns from now on.
   *
   * <p>Nothing is written without blocking, so {@link #offer} always leaves its frame to a {@link
   * #flush}; and a thread that is interrupted in {@link #send}, {@link #flush} or {@link #receive}
   * breaks the channel: interrupt only threads known to be elsewhere.
   */
  public static FrameChannel overSocket(SocketChannel socket) throws IOException {
    return new FrameChannel(new NioLink(socket));
  }

  /**
   * From the first large array on, such arrays of both directions go through shared memory that
   * this process makes then, a few MiB, and frees when the channel is closed; if there is no room
   * for it, they go by the link as before. The peer must have called {@link #acceptLanes}.
   */
  public void lendLanes() {
    lender.open();
  }

  /** Takes the memory that the peer lends: only of a peer of the same user on this machine. */
  public void acceptLanes() {
    acceptsLanes = true;
  }

  /**
   * Writes the frame as far as the link takes it at once. Never blocks on the peer.
   *
   * <p>Frames arrive in the order in which offers and sends were called. How much may be queued is
   * the caller's to bound.
   *
   * @return true when the frame has left or a thread that is writing takes it along; false when
   *     something is left or the channel is broken: then the caller sees to it that {@link #flush}
   *     is called by a thread that may block, which also learns of the failure
   */
  public boolean offer(OutFrame frame) {
    return outbox.offer(frame);
  }

  /**
   * Queues the frame behind those before it, its slices copied, and writes nothing: the caller owes
   * a {@link #push}, soon, which also learns of a failure. A thread that writes meanwhile takes it
   * along.
   */
  public void leave(OutFrame frame) {
    outbox.leave(frame);
  }

  /**
   * Writes what was left, as far as the link takes it at once, unless another thread does. Never
   * blocks on the peer.
   *
   * @return false when the caller owes a {@link #flush}, as for {@link #offer}
   */
  public boolean push() {
    return outbox.push();
  }

  /**
   * Blocks until all that was offered before has been written.
   *
   * @throws IOException if the peer is gone or the channel closed; what was queued is dropped
   */
  public void flush() throws IOException {
    outbox.flush();
  }

  /**
   * Blocks until the frame and all before it have been written.
   *
   * @throws IOException if the peer is gone or the channel closed
   */
  public void send(OutFrame frame) throws IOException {
    outbox.send(frame);
  }

  /**
   * Blocks for the next frame. One thread receives at a time; a second waits for the first.
   *
   * @return null at the end of the stream: the peer has closed, died, or {@link #shutdownInput} was
   *     called
   * @throws CorruptFrameException if what came is no frame, or the stream ends inside one
   * @throws FrameTooLargeException if there is no heap for the frame, or it is over the limit
   * @throws IOException if this channel was closed
   */
  public @Nullable Frame receive() throws IOException {
    receiving.lock();
    try {
      Frame frame = inbox.receive();
      while (frame != null && frame.type() == FrameType.LANES) {
        attach(frame);
        frame = inbox.receive();
      }
      if (inbox.sawLargeArray()) {
        lender.want();
      }
      return frame;
    } finally {
      receiving.unlock();
    }
  }

  /**
   * Waits until {@link #receive} finds something, a part of a frame or the end, but at most so
   * long. Not for a channel over a blocking socket ({@link #overSocket}, {@link #toParent}).
   *
   * @param spin whether to look again and again for the first microseconds, which spares a wake-up
   *     where there is a processor to spare
   * @return false if there was nothing in time
   * @throws IOException if this channel was closed
   */
  public boolean awaitInput(boolean spin, long nanos) throws IOException {
    receiving.lock();
    try {
      return inbox.awaitInput(spin, nanos);
    } finally {
      receiving.unlock();
    }
  }

  /**
   * Whether {@link #receive} finds something, a part of a frame or the end. Waits only for a thread
   * that receives. Not for a channel over a blocking socket.
   */
  public boolean hasInput() throws IOException {
    receiving.lock();
    try {
      return inbox.hasInput();
    } finally {
      receiving.unlock();
    }
  }

  /**
   * Lets the selector wake when there might be input; ask {@link #hasInput} before each wait. Only
   * for a channel that a {@link RawLine} became.
   */
  public void watch(Selector selector) throws IOException {
    link.watch(selector);
  }

  /**
   * Whether something of a next frame has been read from the link already. Makes no system call and
   * never blocks.
   */
  public boolean hasStaged() {
    if (!receiving.tryLock()) {
      return false;
    }
    try {
      return inbox.hasStaged();
    } finally {
      receiving.unlock();
    }
  }

  /** Bytes written so far. */
  public long bytesSent() {
    return outbox.sentBytes();
  }

  /** Bytes read so far. */
  public long bytesReceived() {
    return inbox.receivedBytes();
  }

  /** Lets a blocked or later receive return what has arrived, and then null. Sending goes on. */
  public void shutdownInput() throws IOException {
    link.shutdownInput();
  }

  /** Ends blocked and later calls of both directions; what is queued is dropped. Idempotent. */
  @Override
  public void close() throws IOException {
    Lanes taken = accepted;
    try (lender;
        taken) {
      outbox.close();
      link.close();
    }
  }

  private void attach(Frame announcement) throws CorruptFrameException {
    if (!acceptsLanes) {
      throw new CorruptFrameException("not a frame: type=LANES where none are accepted");
    }
    Lanes lanes = Lanes.attach(announcement);
    accepted = lanes;
    inbox.takeFrom(lanes.toWorker());
    outbox.putInto(lanes.toParent());
  }
}
