package io.procpool.ipc.channel;

import io.procpool.SharedResourceException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parent's one pair of {@link Lanes}: made when the first large array goes or comes, so that
 * who sends none pays for none; if there is no room then, arrays go by the link for good. Lends
 * nothing unless it was opened. Any thread may call.
 */
final class LaneLender implements AutoCloseable {

  private enum State {
    /** It lends nothing. */
    SHUT,
    /** No array was large so far. */
    IDLE,
    /** Lanes are to be made. */
    WANTED,
    /** They were made, or could not be. */
    DONE
  }

  private volatile State state = State.SHUT; // written under the lock
  private @Nullable Lanes lent; // guarded by this
  private final Supplier<Lanes> maker;
  private final Consumer<Lanes> onLent;

  /** Lends what the maker makes, having told of it. */
  LaneLender(Supplier<Lanes> maker, Consumer<Lanes> onLent) {
    this.maker = maker;
    this.onLent = onLent;
  }

  synchronized void open() {
    state = State.IDLE;
  }

  /** There is a large array: lanes would serve. */
  void want() {
    if (state == State.IDLE) {
      change(State.IDLE, State.WANTED);
    }
  }

  boolean isWanted() {
    return state == State.WANTED;
  }

  /** Makes the lanes, a matter of milliseconds; null if there is no room or no need any more. */
  synchronized @Nullable Lanes lend() {
    if (!change(State.WANTED, State.DONE)) {
      return null;
    }
    try {
      Lanes made = maker.get();
      lent = made;
      onLent.accept(made);
      return made;
    } catch (SharedResourceException | OutOfMemoryError noRoom) {
      return null; // the way there was before is open
    }
  }

  @Override
  public synchronized void close() {
    state = State.SHUT;
    if (lent != null) {
      lent.close();
    }
  }

  private synchronized boolean change(State from, State to) {
    boolean changes = state == from;
    if (changes) {
      state = to;
    }
    return changes;
  }
}
