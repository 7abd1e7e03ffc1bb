package io.procpool.ipc.channel;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;

/**
 * Waiting for a non-blocking channel to be ready for one operation. Unlike a blocking call, the
 * wait leaves the channel open when its thread is interrupted, and goes on; the interrupt is kept.
 */
final class Readiness implements AutoCloseable {

  private final SelectableChannel channel;
  private final Selector selector;

  /** Takes the descriptors that waits need; the channel is as before. */
  Readiness(SelectableChannel channel) throws IOException {
    this.channel = channel;
    selector = Selector.open();
  }

  /** Before the first wait, and once the channel does not block. */
  void begin(int operation) throws IOException {
    channel.register(selector, operation);
  }

  /**
   * Blocks until the channel is ready, {@link #wakeup} was called, the time is over, or for no
   * reason.
   *
   * @param millis at most so long; 0 for ever
   * @throws ClosedChannelException if it was closed
   */
  void await(long millis) throws IOException {
    boolean interrupted = Thread.interrupted(); // an interrupted thread's select does not wait
    try {
      selector.select(key -> {}, millis);
      interrupted |= Thread.interrupted();
    } catch (ClosedSelectorException closed) {
      throw new ClosedChannelException();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** Lets the present or the next wait return. */
  void wakeup() {
    selector.wakeup();
  }

  /** Ends waits; to be called after the channel's close, whose descriptor is freed then. */
  @Override
  public void close() throws IOException {
    selector.close();
  }
}
