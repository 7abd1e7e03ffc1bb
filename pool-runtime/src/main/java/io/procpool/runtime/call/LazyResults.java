package io.procpool.runtime.call;

import io.procpool.ResultIterator;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The iterator of an {@code imap}. Whoever asks it for a result also takes the inputs, up to a
 * window ahead, of items and of bytes; it never waits for a result while an input could be taken,
 * nor takes inputs at leisure while a result is there.
 */
final class LazyResults<T extends @Nullable Object, R extends @Nullable Object>
    implements ResultIterator<R> {

  /**
   * Inputs taken before a result that is there is handed out: more than one, or the window would
   * never fill.
   */
  private static final int INPUTS_PER_RESULT = 2;

  private final Iterator<? extends T> inputs;
  private final OpenCall call;
  private final InputFeeder<T> feeder;
  private final ResultQueue results;
  private final Verdicts verdicts;
  private final long maxBytes = InputWindow.bytes();
  private @Nullable Object owner;

  private @Nullable Segment current;
  private long currentIndex;
  private long delivered;
  private boolean inputsEnded;
  private boolean closed;
  private @Nullable Throwable
      inputFailure; // to be thrown when what came before it has been delivered

  LazyResults(
      Iterator<? extends T> inputs,
      OpenCall call,
      InputFeeder<T> feeder,
      ResultQueue results,
      Verdicts verdicts,
      Object owner) {
    this.inputs = inputs;
    this.call = call;
    this.feeder = feeder;
    this.results = results;
    this.verdicts = verdicts;
    this.owner = owner;
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      return false;
    }
    boolean more = outstanding() > 0 || moreInputs() || inputFailure != null;
    if (!more) {
      call.end();
    }
    return more;
  }

  @Override
  public R next() {
    try {
      return next(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new IllegalStateException("waited for 292 years", e);
    }
  }

  @Override
  public R next(Duration timeout) throws TimeoutException {
    return next(TimeUnit.NANOSECONDS.convert(timeout));
  }

  private R next(long nanos) throws TimeoutException {
    if (closed) {
      throw new NoSuchElementException("this iterator is closed");
    }
    while (true) {
      refill();
      if (isReady()) {
        return read();
      }
      if (outstanding() > 0) {
        await(nanos);
      } else if (inputFailure != null) {
        throwInputFailure();
      } else if (inputsEnded) {
        call.end();
        throw new NoSuchElementException("that was the last result");
      }
    }
  }

  /** The pool as its user holds it: open as long as this iterator is. */
  @Nullable Object owner() {
    return owner;
  }

  private long outstanding() {
    return feeder.added() - delivered;
  }

  private boolean isReady() {
    if (current == null) {
      current = results.poll();
      if (current != null) {
        currentIndex = current.items().from();
      }
    }
    return current != null;
  }

  /** One input is always taken, however large. */
  private boolean hasRoom() {
    return outstanding() == 0
        || (outstanding() < feeder.window()
            && feeder.heldBytes() + results.bytes(feeder.added()) < maxBytes);
  }

  private void refill() {
    int taken = 0;
    while (inputFailure == null
        && hasRoom()
        && !(taken >= INPUTS_PER_RESULT && isReady())
        && moreInputs()) {
      takeInput();
      taken++;
    }
    if (inputsEnded || (!isReady() && outstanding() < feeder.window())) {
      feeder.publishAll();
    } else if (!isReady()) {
      feeder.publish();
    }
  }

  private boolean moreInputs() {
    if (!inputsEnded && inputFailure == null) {
      try {
        if (!inputs.hasNext()) {
          endInputs(null);
        }
      } catch (RuntimeException | Error e) {
        endInputs(e);
      }
    }
    return !inputsEnded;
  }

  /** No more are taken: all that were are with the pool, which need not wait for others. */
  private void endInputs(@Nullable Throwable failure) {
    inputsEnded = true;
    inputFailure = failure;
    feeder.publishAll();
    call.inputsEnded();
  }

  private void takeInput() {
    T input;
    try {
      call.requireOpen();
      input = inputs.next();
    } catch (RuntimeException | Error e) {
      endInputs(e);
      return;
    }
    try {
      feeder.add(input);
    } catch (RuntimeException e) {
      inputFailure = e; // this input cannot be sent; the next ones can
    }
  }

  private void throwInputFailure() {
    Throwable thrown = inputFailure;
    inputFailure = null;
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) java.util.Objects.requireNonNull(thrown);
  }

  private void await(long nanos) throws TimeoutException {
    try {
      if (!results.await(nanos)) {
        throw new TimeoutException(
            "no result within " + Duration.ofNanos(nanos) + "; ask again for the same one");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancel =
          new CancellationException("interrupted while waiting for a result; ask again");
      cancel.initCause(e);
      throw cancel;
    }
  }

  @SuppressWarnings({
    "unchecked",
    "NullAway"
  }) // R is what the caller's function returns; it may be null
  private R read() {
    Segment segment = java.util.Objects.requireNonNull(current);
    long index = currentIndex++;
    delivered++;
    try {
      return (R) segment.read(index, verdicts);
    } catch (CallFailure e) {
      throw e.asUnchecked();
    } finally {
      if (currentIndex == segment.items().to()) {
        current = null;
        results.read(segment);
      }
    }
  }

  @Override
  public Stream<R> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      current = null;
      call.cancel();
      owner = null;
    }
  }
}
