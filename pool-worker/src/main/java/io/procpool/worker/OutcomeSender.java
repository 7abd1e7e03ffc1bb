package io.procpool.worker;

import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.message.OutcomeBody;
import io.procpool.ipc.message.OutcomeBody.Change;
import io.procpool.ipc.message.OutcomeKind;
import io.procpool.ipc.pickle.PickleBuffer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends outcomes to the pool, many in a frame when tasks are short. An outcome that is not sent at
 * once stands in the status page's log meanwhile, and is sent soon whatever the next task does: by
 * the task thread when an item ends, or by the flusher. How soon is for the call to say.
 */
final class OutcomeSender {

  private static final long TICK_NANOS = 1_000_000; // or half of what may be held, if that is more
  private static final int IDLE_TICKS = 20;
  private static final int KEEP_BYTES = 1 << 20;
  private static final long NONE = -1;

  private final WorkerContext context;
  private PickleBuffer records = new PickleBuffer(8192); // guarded by this
  private long nextSeq = NONE; // guarded by this: of the item after the last one in the records
  private int sentDefinitions; // guarded by this
  private volatile long lastFlush = System.nanoTime();
  private volatile long holdNanos; // written by the task thread only
  private volatile boolean unsent;
  private final AtomicInteger ticks = new AtomicInteger();
  private volatile boolean asleep; // the flusher, until it is woken
  private volatile @Nullable Thread flusher;

  OutcomeSender(WorkerContext context) {
    this.context = context;
  }

  /**
   * Task thread: from now on outcomes may be kept for so long while it is busy, those of earlier
   * items no longer than before.
   */
  void hold(long nanos) throws IOException {
    if (nanos != holdNanos) {
      flush();
      holdNanos = nanos;
      LockSupport.unpark(flusher); // which may be in a longer tick
    }
  }

  /** Task thread: an item has ended; {@code pickled} is free again afterwards. */
  void add(long seq, OutcomeKind kind, long nanos, PickleBuffer pickled, long now)
      throws IOException {
    synchronized (this) {
      int before = records.length();
      writeDefinitions();
      if (!pickled.arrays().isEmpty() || pickled.length() > KEEP_BYTES) {
        sendAlone(seq, kind, nanos, pickled);
        return;
      }
      write(seq, kind, nanos, pickled);
      if (!log(before)) {
        return;
      }
      if (!unsent) { // a store that all must see costs as much as a small item
        unsent = true;
      }
    }
    if (now - lastFlush > holdNanos) {
      flush();
    } else if (asleep) {
      LockSupport.unpark(flusher);
    }
  }

  /** Task thread: asks the pool to replace this worker, with what is sent next. */
  synchronized void askForReplacement() {
    records.writeByte(OutcomeBody.REPLACE);
    unsent = true;
  }

  /** Task thread: tells the pool, with what is sent next, that a task changed a copy. */
  synchronized void tell(Change change) {
    OutcomeBody.writeChange(records, change);
    unsent = true;
  }

  /**
   * Counts on while outcomes wait to be sent, twice while they may be held or each millisecond, and
   * whenever some are sent, which takes long if the pool does not read.
   */
  int ticks() {
    return ticks.get();
  }

  /** Sends all there is. */
  void flush() throws IOException {
    if (unsent) {
      synchronized (this) {
        send(List.of());
      }
    }
  }

  /** Flusher: never returns. */
  void tick() throws IOException {
    flusher = Thread.currentThread();
    int idle = 0;
    while (true) {
      long hold = Math.max(TICK_NANOS, holdNanos);
      LockSupport.parkNanos(this, Math.max(TICK_NANOS, hold / 2));
      int _ = ticks.incrementAndGet();
      if (unsent) {
        idle = 0;
        if (System.nanoTime() - lastFlush >= hold) {
          flush();
        }
      } else if (++idle > IDLE_TICKS) {
        asleep = true;
        if (!unsent) {
          LockSupport.park(this);
        }
        asleep = false;
        idle = 0;
      }
    }
  }

  private void writeDefinitions() {
    int size = context.table().size();
    if (size > sentDefinitions) {
      OutcomeBody.writeDefinitions(
          records, size, context.table().definitions(sentDefinitions, size));
      sentDefinitions = size;
    }
  }

  private void write(long seq, OutcomeKind kind, long nanos, PickleBuffer pickled) {
    if (kind == OutcomeKind.VALUE && seq == nextSeq) {
      OutcomeBody.writeValue(records, nanos, pickled);
    } else {
      OutcomeBody.writeOutcome(records, seq, kind, nanos, pickled);
    }
    nextSeq = seq + 1;
  }

  /**
   * Logs the records from {@code from} on; if the log is full, all is sent instead, and the answer
   * is false.
   */
  private boolean log(int from) throws IOException {
    if (context.status().log(records.bytes(), from, records.length() - from)) {
      return true;
    }
    send(List.of());
    return false;
  }

  private void sendAlone(long seq, OutcomeKind kind, long nanos, PickleBuffer pickled)
      throws IOException {
    OutcomeBody.writeOutcome(records, seq, kind, nanos, pickled);
    send(pickled.arrays());
  }

  private void send(List<Object> arrays) throws IOException {
    if (records.length() > 0) {
      int _ = ticks.incrementAndGet();
      context
          .channel()
          .send(
              new OutFrame(FrameType.OUTCOMES)
                  .add(records.bytes(), 0, records.length())
                  .addArrays(arrays));
      context.status().clearLog();
    }
    if (records.bytes().length > KEEP_BYTES) {
      records = new PickleBuffer(8192);
    }
    records.clear();
    nextSeq = NONE;
    unsent = false;
    lastFlush = System.nanoTime();
  }
}
