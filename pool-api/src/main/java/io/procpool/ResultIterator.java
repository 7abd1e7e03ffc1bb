package io.procpool;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@code imap}, as they are read. {@link #next()} waits for the next result; a
 * failed task's turn throws {@link TaskFailedException} or another {@link PoolException}, and the
 * call after it goes on with the next result.
 *
 * <p>A pool that is shut down waits for it until its end, or until it is closed or dropped; one
 * that is closed does not, see {@link Pool#close}.
 *
 * <p>For one thread at a time. Closing it, or dropping it, cancels what has not started and loses
 * nothing of other calls. An interrupt while waiting throws {@link
 * java.util.concurrent.CancellationException} and keeps the thread's interrupt status; the iterator
 * stays usable.
 *
 * @param <R> the result
 */
@SuppressWarnings(
    "IterableAndIterator") // one pass, and a for loop over it, is what imap is read by
public interface ResultIterator<R extends @Nullable Object>
    extends Iterator<R>, Iterable<R>, AutoCloseable {

  /**
   * As {@link #next()}, waiting at most {@code timeout}.
   *
   * @throws TimeoutException if the result is not there in time; call again for the same result
   * @throws NoSuchElementException after the last result
   */
  R next(Duration timeout) throws TimeoutException;

  /** This iterator itself, for one {@code for} loop. */
  @Override
  default Iterator<R> iterator() {
    return this;
  }

  /** The remaining results as a sequential stream; closing the stream closes this. */
  Stream<R> stream();

  /**
   * Cancels what has not started and interrupts nothing; idempotent. Afterwards there is no next
   * result.
   */
  @Override
  void close();
}
