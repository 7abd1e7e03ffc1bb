package io.procpool.runtime;

import io.procpool.runtime.call.Intake;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether a pool takes work, and who is bringing some: calls that add their inputs at this moment,
 * and iterators whose inputs are taken as they are read. Once the pool was shut down, and nobody
 * brings anything any more, it runs dry. Any thread may call.
 */
final class WorkIntake {

  private final String pool;
  private final Runnable whenUsed;
  private final Runnable whenDry;
  private volatile boolean used;
  private volatile boolean shutdown; // written under this, as all that follows
  private volatile boolean closed;
  private int calls;
  private int iterators;
  private boolean dry;

  /**
   * Takes work.
   *
   * @param whenUsed called before any work is taken; may refuse it by throwing, and is then called
   *     again before the next
   * @param whenDry told once, quickly, when no more work can come; never after {@link #stop}
   */
  WorkIntake(String pool, Runnable whenUsed, Runnable whenDry) {
    this.pool = pool;
    this.whenUsed = whenUsed;
    this.whenDry = whenDry;
  }

  boolean isShutdown() {
    return shutdown;
  }

  /** Whether nothing but iterators that may never be read again keeps the pool from its end. */
  boolean awaitsIteratorsOnly() {
    if (!shutdown) {
      return false;
    }
    synchronized (this) {
      return !dry && calls == 0;
    }
  }

  /**
   * Checks that new calls are welcome.
   *
   * @throws RejectedExecutionException if the pool was shut down
   */
  void requireAccepting() {
    if (shutdown) {
      throw new RejectedExecutionException(
          "pool " + pool + " was shut down and takes no more tasks");
    }
    if (!used) {
      whenUsed.run();
      used = true;
    }
  }

  /** A call begins to add its inputs. */
  synchronized void beginCall() {
    requireAccepting();
    calls++;
  }

  /** A call has added all its inputs. */
  synchronized void endCall() {
    calls--;
    dryIfDue();
  }

  /** An iterator begins to take inputs. */
  synchronized Intake beginIterator() {
    requireAccepting();
    iterators++;
    return new OfIterator();
  }

  /** No new call; those that are begun go on. */
  synchronized void shutdown() {
    shutdown = true;
    dryIfDue();
  }

  /** No new call, and no iterator takes a further input. */
  synchronized void close() {
    closed = true;
    shutdown();
  }

  /** As {@link #close}, by one who ends the pool at once. */
  synchronized void stop() {
    dry = true;
    close();
  }

  private void dryIfDue() {
    if (shutdown && calls == 0 && (iterators == 0 || closed) && !dry) {
      dry = true;
      whenDry.run();
    }
  }

  private final class OfIterator implements Intake {

    private final AtomicBoolean ended = new AtomicBoolean();

    @Override
    public void requireOpen() {
      if (closed) {
        throw new RejectedExecutionException(
            "pool "
                + pool
                + " was closed while this iterator was open, and takes no further input: read it to"
                + " its end before close(), or use shutdown(), which lets it go on");
      }
    }

    @Override
    public void end() {
      if (!ended.getAndSet(true)) {
        synchronized (WorkIntake.this) {
          iterators--;
          dryIfDue();
        }
      }
    }
  }
}
