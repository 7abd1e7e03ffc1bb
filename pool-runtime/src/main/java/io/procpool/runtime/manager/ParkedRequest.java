package io.procpool.runtime.manager;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits without a thread. Its session's reader, if that brings what it waits for, runs
 * it at once; any other thread lets a virtual one do so, and who comes meanwhile may be first. Only
 * one that waits for ever, as a time needs a thread that watches it.
 */
final class ParkedRequest extends Request implements Waiter, WaitingLine.Entry {

  private final Thread reader = Thread.currentThread();
  private final Invocation called;
  private final OpenRequests open;
  private final Consumer<Request> answered;
  private volatile @Nullable WaitingLine line;

  /**
   * A call that has not run yet, made by its session's reader.
   *
   * @param open knows it while it waits
   * @param answered told by the reader when it has waited and come to something
   */
  ParkedRequest(long id, Invocation called, OpenRequests open, Consumer<Request> answered) {
    super(id);
    this.called = called;
    this.open = open;
    this.answered = answered;
  }

  /** Runs it once; {@link Served#WAITS} if it waits now, or needs a thread to. */
  @Nullable Object run() throws Throwable {
    return called.run(this);
  }

  /** Runs it again; false if it waits again. */
  boolean runAgain() {
    return settle(this::run);
  }

  /** Whether it waits, or has waited. */
  boolean isParked() {
    return line != null;
  }

  @Override
  public boolean isThread() {
    return false;
  }

  @Override
  public boolean await(WaitingLine in, Patience patience) throws InterruptedException {
    if (withdrawn) {
      throw new InterruptedException("withdrawn while it was not in the line");
    }
    if (patience.isEndless()) {
      if (line == null) {
        open.add(this);
      }
      line = in;
      in.add(this);
    }
    return false;
  }

  @Override
  public boolean isGone() {
    return called.caller().session().hasEnded();
  }

  @Override
  public void lookAgain() {
    if (Thread.currentThread() != reader) {
      open.runElsewhere(this);
    } else if (runAgain()) {
      answered.accept(this);
    }
  }

  /** Called by the reader. */
  @Override
  void withdraw() {
    withdrawn = true; // before it is looked for: one that waits again sees it
    WaitingLine in = line;
    if (in != null && in.withdraw(this)) {
      cancel();
      answered.accept(this);
    }
  }
}
