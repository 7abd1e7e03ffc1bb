package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of a {@link Pipe}, or of a connection between processes: messages, objects or bytes, that
 * never merge, split or interleave.
 *
 * <p>Any number of threads may send and receive; each message goes to one receiver whole. Sending
 * blocks while the other side does not read and the system's buffer is full. Waiting in {@link
 * #receive}, {@link #send} and their kin cannot be interrupted: {@link #close} from another thread
 * ends it. A virtual thread that waits leaves its carrier and polls, at least every millisecond.
 *
 * <p>It travels by inheritance, in the arguments of a {@link JvmProcess} or of a pool's
 * initializer, and over another connection: then both processes have it, and each closes its own. A
 * process that ends closes all it has, so the other side learns of a death as of the end of the
 * stream, once no process has this end any more.
 */
public interface Connection extends AutoCloseable {

  /**
   * Pickles the object and sends it; blocks while the other side does not read.
   *
   * @throws NotSendableException if it cannot be pickled; nothing was sent then
   * @throws ConnectionClosedException if the other end is gone
   * @throws UnsupportedOperationException if this is the receiving end of a one-way pipe
   */
  void send(@Nullable Object message);

  /**
   * Blocks for the next message, which {@link #send} sent.
   *
   * @return the object, which the caller casts to what the protocol between both sides says
   * @throws ConnectionClosedException if the other end is gone and everything was received
   * @throws NotSendableException if it cannot be read here; it is consumed, and the next one can be
   *     received
   * @throws IllegalStateException if the next message is one of bytes; it stays
   * @throws UnsupportedOperationException if this is the sending end of a one-way pipe
   */
  @Nullable Object receive();

  /**
   * Sends bytes as one message; otherwise as {@link #send}. The array may be changed afterwards.
   */
  default void sendBytes(byte[] bytes) {
    sendBytes(bytes, 0, bytes.length);
  }

  /** Sends a part of an array as one message; otherwise as {@link #send}. */
  void sendBytes(byte[] bytes, int offset, int length);

  /**
   * Blocks for the next message, which {@link #sendBytes} sent; throws as {@link #receive}.
   *
   * @throws IllegalStateException if the next message is an object; it stays
   */
  byte[] receiveBytes();

  /**
   * Waits at most {@code timeout} until a receive would not block: a message, or the end. Zero:
   * just looks.
   */
  boolean poll(Duration timeout) throws InterruptedException;

  /** Whether this end can send. */
  boolean isWritable();

  /** Whether this end can receive. */
  boolean isReadable();

  /** Closes this process's hold on this end, and ends calls that wait on it. Idempotent. */
  @Override
  void close();

  /**
   * Waits until at least one of the connections could be received from without blocking: a message,
   * or the end.
   *
   * @return those that could, in the order given; empty if the time is up first
   * @throws IllegalArgumentException if there are none, or one cannot receive
   */
  static List<Connection> waitAny(Collection<? extends Connection> connections, Duration timeout)
      throws InterruptedException {
    return Providers.processes().waitAny(connections, timeout);
  }
}
