package io.procpool.ipc.proxy;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.memory.Lookout;
import io.procpool.ipc.pickle.PickleSource;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a connection's replies: of the threads that wait for one, the first reads for all, and
 * hands the reading on when its own has come. So one caller's call costs no change of threads, and
 * a connection that nobody waits on has no thread.
 *
 * <p>A virtual thread does not read, because it would hold its carrier: with the first one that
 * waits, a thread of the connection's own begins to read, and reads until the connection ends.
 */
final class ReplyReading {

  static final long FOR_EVER = Long.MAX_VALUE;

  /** How long an interrupt may go unnoticed by a thread that reads. */
  private static final long SLICE_NANOS = 50_000_000;

  /** As long as eight callers hand a lock round. */
  private static final long LOOK_NANOS = 200_000;

  private static final long STACK_BYTES = 1 << 18;

  private final CallWire wire;
  private final OpenCalls calls;
  private final Consumer<IOException> lost;
  private final String name;
  private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
  private final Lookout lookout = new Lookout(LOOK_NANOS);
  private final AtomicInteger looking = new AtomicInteger();
  private volatile @Nullable Thread standing;
  private volatile boolean over;

  /**
   * Reads nothing yet.
   *
   * @param lost told when the connection has ended
   */
  ReplyReading(CallWire wire, OpenCalls calls, Consumer<IOException> lost, String name) {
    this.wire = wire;
    this.calls = calls;
    this.lost = lost;
    this.name = name;
  }

  /**
   * Waits until the call is done, or so long, or, if that is heeded, until interrupted. Leaves the
   * interrupt as it is.
   */
  void await(PendingCall call, boolean heedsInterrupts, long nanos) {
    if (nanos > 0
        && call.mayRead
        && standing == null
        && !calls.isOnlyOne()
        && lookout.isWorthIt()) {
      lookOut(call);
    }
    if (call.isDone()) {
      return;
    }
    long start = System.nanoTime();
    boolean interrupted = false;
    call.waits = true;
    while (!call.isDone()) {
      if (heedsInterrupts && Thread.currentThread().isInterrupted()) {
        break;
      }
      interrupted |= !heedsInterrupts && Thread.interrupted();
      long left = nanos == FOR_EVER ? FOR_EVER : nanos - (System.nanoTime() - start);
      if (left <= 0) {
        break;
      }
      if (call.mayRead && standing == null && reader.compareAndSet(null, call.thread)) {
        lead(call, heedsInterrupts, left);
      } else {
        follow(call, left);
      }
    }
    call.waits = false;
    if (interrupted) {
      call.thread.interrupt();
    }
  }

  /** Whether a call does well to let others of this process run before it is written. */
  boolean gathers() {
    return looking.get() > 0;
  }

  /** Looks whether the call is done, and reads for all where nobody does. */
  private void lookOut(PendingCall call) {
    looking.incrementAndGet();
    Lookout.Look look = lookout.begin();
    try {
      while (!call.isDone() && look.goOn()) {
        if (!call.isDone() && reader.compareAndSet(null, call.thread)) {
          readAndLeave();
        }
      }
    } finally {
      look.end(call.isDone());
      if (looking.decrementAndGet() == 0) {
        handOn();
      }
    }
  }

  private void follow(PendingCall call, long nanos) {
    if (!call.mayRead && standing == null) {
      startStanding();
    }
    if (!call.isDone()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /** Reads for all until the call is done; its thread has become the reader. */
  void lead(PendingCall call, boolean heedsInterrupts, long nanos) {
    long slice = Math.min(nanos, heedsInterrupts ? SLICE_NANOS : Long.MAX_VALUE);
    try {
      while (!call.isDone() || wire.channel().hasStaged()) { // the former reader may have read it
        if (!readSome(calls.isOnlyOne(), slice)) {
          return; // its time, or its interrupt, is for await to see
        }
      }
    } finally {
      reader.set(null);
      handOn();
    }
  }

  private void readAndLeave() {
    try {
      while (!over && wire.channel().hasInput()) {
        boolean _ = readSome(false, 1);
      }
    } catch (IOException e) {
      over = true;
      lost.accept(e);
    } finally {
      reader.set(null);
    }
  }

  /** Reads what is there, without waiting, so that an end that came meanwhile is seen. */
  void readWhatIsThere() {
    if (!reader.compareAndSet(null, Thread.currentThread())) {
      return; // who reads sees it
    }
    readAndLeave();
    handOn();
  }

  /** Of those who look out, the last does this again when it leaves. */
  private void handOn() {
    Thread own = standing;
    if (own != null) {
      LockSupport.unpark(own);
    } else if (looking.get() == 0 && reader.get() == null) {
      calls.wakeReader();
    }
  }

  /** Reads one frame; false if none came in time. */
  private boolean readSome(boolean spin, long nanos) {
    FrameChannel channel = wire.channel();
    try {
      if (!channel.awaitInput(spin, nanos)) {
        return false;
      }
      Frame frame = channel.receive();
      if (frame == null) {
        throw new EOFException("the connection has ended");
      }
      deliver(frame);
    } catch (IOException e) {
      over = true;
      lost.accept(e);
    } catch (RuntimeException damaged) {
      over = true;
      lost.accept(new IOException("a reply cannot be read: " + damaged.getMessage(), damaged));
    }
    return !over;
  }

  private void deliver(Frame frame) {
    PickleSource body = wire.open(frame);
    while (body.remaining() > 0) {
      long id = body.readVarLong();
      ReplyKind kind = ReplyKind.of(body.readByte());
      int length = body.readInt();
      PickleSource payload =
          new PickleSource(frame.body(), body.position(), length, frame.arrays());
      body.skip(length);
      PendingCall call = calls.take(id);
      if (call != null) {
        call.complete(kind, payload);
      }
    }
  }

  private synchronized void startStanding() {
    if (standing == null) {
      Thread thread = new Thread(null, this::readOn, name + "-replies", STACK_BYTES);
      thread.setDaemon(true);
      standing = thread;
      thread.start();
    }
  }

  private void readOn() {
    while (!over) {
      if (reader.compareAndSet(null, Thread.currentThread())) {
        while (readSome(false, FOR_EVER)) {
          // on to the next
        }
        reader.set(null);
      } else {
        LockSupport.park(this);
      }
    }
    calls.wakeReader();
  }
}
