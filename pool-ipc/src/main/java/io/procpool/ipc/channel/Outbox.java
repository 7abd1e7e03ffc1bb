package io.procpool.ipc.channel;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a channel: frames in the order of their arrival, written by one thread at a
 * time.
 *
 * <p>Whoever brings a frame and finds no writer becomes the writer; who finds one leaves the frame
 * to it. A writer that may not block stops where the link would block, and says so to its caller,
 * who owes a flush. So: while anything is queued, somebody writes or somebody owes a flush.
 */
final class Outbox {

  /** How much one offer writes at most, so that a large frame does not hold its caller for long. */
  static final int OFFER_BYTES = 1 << 20;

  private final Link link;
  private final Stage stage;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  // All guarded by lock; the stage's front is moved by the writer alone.
  private final Deque<Outgoing> waiting = new ArrayDeque<>();
  private boolean writing;
  private long queuedBytes;
  private long sentBytes;
  private @Nullable IOException failure;

  Outbox(Link link, int stageBytes) {
    this.link = link;
    this.stage = new Stage(stageBytes);
  }

  long sentBytes() {
    lock.lock();
    try {
      return sentBytes;
    } finally {
      lock.unlock();
    }
  }

  /** See {@link FrameChannel#offer}. */
  boolean offer(OutFrame frame) {
    Outgoing left;
    lock.lock();
    try {
      if (failure != null) {
        return false;
      }
      left = enqueue(frame);
      if (writing) {
        own(left);
        return true;
      }
      writing = true;
    } finally {
      lock.unlock();
    }
    try {
      return drain(false, left);
    } catch (IOException failed) {
      return false; // kept in `failure`: the flush that is owed now throws it
    }
  }

  /** See {@link FrameChannel#send}. */
  void send(OutFrame frame) throws IOException {
    long mark;
    lock.lock();
    try {
      throwIfFailed();
      enqueue(frame);
      mark = queuedBytes;
    } finally {
      lock.unlock();
    }
    awaitSent(mark);
  }

  /** See {@link FrameChannel#flush}. */
  void flush() throws IOException {
    long mark;
    lock.lock();
    try {
      mark = queuedBytes;
    } finally {
      lock.unlock();
    }
    awaitSent(mark);
  }

  /** Drops what is queued; every later and every waiting call fails. */
  void close() {
    fail(new ClosedChannelException());
  }

  private void awaitSent(long mark) throws IOException {
    lock.lock();
    try {
      while (true) {
        throwIfFailed();
        if (sentBytes >= mark) {
          return;
        }
        if (!writing) {
          writing = true;
          break;
        }
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    drain(true, null);
  }

  /** Stages or queues the frame; answers it where a part of it is not staged. */
  private @Nullable Outgoing enqueue(OutFrame frame) {
    queuedBytes += Outgoing.bytesOf(frame);
    if (waiting.isEmpty() && Outgoing.stageWhole(frame, stage)) {
      return null;
    }
    Outgoing outgoing = new Outgoing(frame);
    waiting.add(outgoing);
    return outgoing;
  }

  /**
   * Writes until nothing is queued, or, not blocking, the link or the budget is at its end. The
   * caller has become the writer, and is no longer on return.
   *
   * @param offered the part of the caller's frame that must not refer to its buffers on return
   * @return whether all was written
   */
  private boolean drain(boolean blocking, @Nullable Outgoing offered) throws IOException {
    int budget = blocking ? Integer.MAX_VALUE : OFFER_BYTES;
    int taken = 0;
    while (true) {
      int length;
      lock.lock();
      try {
        throwIfFailed();
        length = refill();
        boolean stuck = !blocking && (budget <= 0 || taken < 0);
        if (length == 0 || stuck) {
          own(offered);
          writing = false;
          progress.signalAll();
          return length == 0;
        }
      } finally {
        lock.unlock();
      }
      taken = write(length, blocking);
      budget -= blocking ? 0 : taken;
    }
  }

  /** Writes once and accounts for it; answers -1 where the link would block. */
  private int write(int length, boolean blocking) throws IOException {
    try {
      int taken = blocking ? link.write(stage, length) : link.tryWrite(stage, length);
      lock.lock();
      try {
        stage.take(taken);
        sentBytes += taken;
      } finally {
        lock.unlock();
      }
      return taken == 0 && !blocking ? -1 : taken;
    } catch (IOException | RuntimeException failed) {
      fail(failed instanceof IOException io ? io : new IOException(failed));
      throw failed;
    }
  }

  /** Moves what waits into the stage as far as there is room; answers how much is staged. */
  private int refill() {
    while (!waiting.isEmpty() && waiting.getFirst().stage(stage)) {
      waiting.removeFirst();
    }
    return stage.size();
  }

  private static void own(@Nullable Outgoing left) {
    if (left != null) {
      left.own();
    }
  }

  private void fail(IOException cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      waiting.clear();
      writing = false;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void throwIfFailed() throws IOException {
    IOException cause = failure;
    if (cause instanceof ClosedChannelException) {
      throw new ClosedChannelException();
    }
    if (cause != null) {
      throw new IOException("the channel is broken: " + cause.getMessage(), cause);
    }
  }
}
