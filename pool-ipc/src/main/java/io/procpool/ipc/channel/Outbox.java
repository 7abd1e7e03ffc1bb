package io.procpool.ipc.channel;

import static java.util.Objects.requireNonNull;

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
  private final LaneLender lender;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  // All guarded by lock; the stage's front is moved by the writer alone.
  private final Deque<Outgoing> waiting = new ArrayDeque<>();
  private boolean writing;
  private long stagedBytes; // ever put into the stage
  private long writtenBytes; // ever taken from it
  private long laneBytes; // ever put into the lane
  private @Nullable IOException failure;

  private volatile @Nullable Lane lane;

  Outbox(Link link, int stageBytes, LaneLender lender) {
    this.link = link;
    this.lender = lender;
    this.stage = new Stage(stageBytes);
  }

  /** Large arrays of frames not begun go through it from now on. */
  void putInto(Lane lane) {
    this.lane = lane;
  }

  long sentBytes() {
    lock.lock();
    try {
      return writtenBytes + laneBytes;
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

  /** See {@link FrameChannel#leave}. */
  void leave(OutFrame frame) {
    lock.lock();
    try {
      if (failure == null) {
        own(enqueue(frame));
      }
    } finally {
      lock.unlock();
    }
  }

  /** See {@link FrameChannel#push}. */
  boolean push() {
    lock.lock();
    try {
      if (failure != null) {
        return false;
      }
      if (writing || (waiting.isEmpty() && stage.size() == 0)) {
        return true;
      }
      writing = true;
    } finally {
      lock.unlock();
    }
    try {
      return drain(false, null);
    } catch (IOException failed) {
      return false; // kept in `failure`, as above
    }
  }

  /** See {@link FrameChannel#send}. */
  void send(OutFrame frame) throws IOException {
    Mark mark;
    lock.lock();
    try {
      throwIfFailed();
      enqueue(frame);
      mark = mark();
    } finally {
      lock.unlock();
    }
    awaitSent(mark);
  }

  /** See {@link FrameChannel#flush}. */
  void flush() throws IOException {
    Mark mark;
    lock.lock();
    try {
      mark = mark();
    } finally {
      lock.unlock();
    }
    awaitSent(mark);
  }

  /** Drops what is queued; every later and every waiting call fails. */
  void close() {
    fail(new ClosedChannelException());
  }

  private Mark mark() {
    return new Mark(waiting.peekLast(), stagedBytes);
  }

  /** What a call waits for: the frame, if it was not staged whole by then, and so many bytes. */
  private record Mark(@Nullable Outgoing frame, long bytes) {

    boolean isReached(long writtenBytes) {
      long upTo = frame == null ? bytes : frame.stagedUpTo();
      return upTo >= 0 && writtenBytes >= upTo;
    }
  }

  private void awaitSent(Mark mark) throws IOException {
    lock.lock();
    try {
      while (true) {
        throwIfFailed();
        if (mark.isReached(writtenBytes)) {
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
    int before = stage.size();
    if (waiting.isEmpty() && Outgoing.stageWhole(frame, stage)) {
      stagedBytes += stage.size() - before;
      return null;
    }
    Outgoing outgoing = new Outgoing(frame);
    waiting.add(outgoing);
    if (outgoing.hasLargeArray()) {
      lender.want();
    }
    return outgoing;
  }

  /**
   * Writes until nothing is queued, or, not blocking, the link, the lane or the budget is at its
   * end. The caller has become the writer, and is no longer on return.
   *
   * @param offered the part of the caller's frame that must not refer to its buffers on return
   * @return whether all was written
   */
  private boolean drain(boolean blocking, @Nullable Outgoing offered) throws IOException {
    try {
      return drainOpen(blocking, offered);
    } catch (ClosedChannelException closed) {
      fail(closed); // a lane may be the first to know
      throw closed;
    } catch (RuntimeException | Error unexpected) {
      fail(new IOException(unexpected)); // or all others would wait for this writer
      throw unexpected;
    }
  }

  private boolean drainOpen(boolean blocking, @Nullable Outgoing offered) throws IOException {
    long limit = blocking ? Long.MAX_VALUE : sentBytes() + OFFER_BYTES;
    int taken = 0;
    boolean crowded = false;
    while (true) {
      if (blocking) {
        borrow();
      }
      int length;
      lock.lock();
      try {
        throwIfFailed();
        boolean goesOn =
            blocking || (taken >= 0 && writtenBytes + laneBytes < limit && !lender.isWanted());
        length = goesOn ? refill(crowded) : 0;
        boolean laneIsFull = blocking && !waiting.isEmpty();
        if (length == 0 && !laneIsFull) {
          own(offered);
          writing = false;
          progress.signalAll();
          return waiting.isEmpty() && stage.size() == 0;
        }
      } finally {
        lock.unlock();
      }
      if (length == 0) {
        crowded = !requireNonNull(lane).awaitRoom();
      } else {
        crowded = false;
        taken = write(length, blocking);
      }
    }
  }

  /** Writes once and accounts for it; answers -1 where the link would block. */
  private int write(int length, boolean blocking) throws IOException {
    try {
      int taken = blocking ? link.write(stage, length) : link.tryWrite(stage, length);
      lock.lock();
      try {
        stage.take(taken);
        writtenBytes += taken;
        announce();
      } finally {
        lock.unlock();
      }
      return taken == 0 && !blocking ? -1 : taken;
    } catch (IOException | RuntimeException failed) {
      fail(failed instanceof IOException io ? io : new IOException(failed));
      throw failed;
    }
  }

  private void announce() throws ClosedChannelException {
    Lane to = lane;
    if (to != null && stage.size() == 0) {
      to.announce();
    }
  }

  /** Moves what waits into the stage as far as there is room; answers how much is staged. */
  private int refill(boolean crowded) throws ClosedChannelException {
    boolean whole = true;
    while (whole && !waiting.isEmpty()) {
      int before = stage.size();
      Outgoing first = waiting.getFirst();
      long laneBefore = first.laneBytes();
      whole = first.stage(stage, lane, crowded);
      stagedBytes += stage.size() - before;
      laneBytes += first.laneBytes() - laneBefore;
      if (whole) {
        first.stagedUpTo(stagedBytes);
        waiting.removeFirst();
      }
    }
    return stage.size();
  }

  /** Lets the frames not begun go by new lanes, if they are wanted; the peer is told before. */
  private void borrow() {
    Lanes lanes = lender.isWanted() ? lender.lend() : null;
    if (lanes == null) {
      return;
    }
    lock.lock();
    try {
      lane = lanes.toWorker();
      Outgoing begun = waiting.isEmpty() || !waiting.getFirst().hasBegun() ? null : waiting.poll();
      waiting.addFirst(new Outgoing(lanes.announcement()));
      if (begun != null) {
        waiting.addFirst(begun);
      }
    } finally {
      lock.unlock();
    }
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
