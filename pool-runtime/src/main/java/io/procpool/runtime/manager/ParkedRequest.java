package io.procpool.runtime.manager;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits without a thread: whoever brings what it waits for runs it. Only one that waits
 * for ever, as a time needs a thread that watches it.
 */
final class ParkedRequest extends Request implements Waiter, WaitingLine.Entry {

  private final Invocation called;
  private final OpenRequests open;
  private final Consumer<ParkedRequest> answered;
  private volatile @Nullable WaitingLine line;

  /**
   * A call that has not run yet.
   *
   * @param open knows it while it waits
   * @param answered told when it has waited and come to something, by a thread that holds the
   *     object's lock
   */
  ParkedRequest(long id, Invocation called, OpenRequests open, Consumer<ParkedRequest> answered) {
    super(id);
    this.called = called;
    this.open = open;
    this.answered = answered;
  }

  /** Runs it once; {@link Served#WAITS} if it waits now, or needs a thread to. */
  @Nullable Object run() throws Throwable {
    return called.run(this);
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
  public boolean await(WaitingLine in, Patience patience) {
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
    try {
      Object value = run();
      if (value == Served.WAITS) {
        return; // in a line again
      }
      result = value;
    } catch (Throwable e) {
      thrown = e;
    }
    answered.accept(this);
  }

  @Override
  void withdraw() {
    WaitingLine in = line;
    if (in != null && in.withdraw(this)) {
      cancelled = true;
      answered.accept(this);
    }
  }
}
