package io.procpool.ipc.channel;

import io.procpool.ipc.posix.InheritedDescriptor;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A link over a socket's descriptor that this process was started with: one system call a read or
 * write, and none through {@code java.lang.foreign}, whose first would slow a worker's start.
 *
 * <p>It takes nothing without blocking, so what is offered to it waits for a flush. Interrupting a
 * thread inside closes the channel: who interrupts must know that the thread is not here.
 */
final class InheritedLink implements Link {

  private final FileChannel input;
  private final FileChannel output;

  /** Over the descriptor of this number. */
  InheritedLink(int number) {
    FileDescriptor descriptor = InheritedDescriptor.of(number);
    input = new FileInputStream(descriptor).getChannel();
    output = new FileOutputStream(descriptor).getChannel();
  }

  @Override
  public int read(Stage into) throws IOException {
    int done = readNow(into);
    into.put(Math.max(0, done));
    return done;
  }

  private int readNow(Stage into) throws IOException {
    try {
      return input.read(into.view().limit(into.capacity()).position(into.end()));
    } catch (IOException reset) {
      if (input.isOpen()) {
        return -1; // the peer left with something of ours unread; what it sent has been read
      }
      throw reset;
    }
  }

  @Override
  public int tryRead(Stage into) {
    throw new UnsupportedOperationException("a blocking descriptor cannot be asked");
  }

  @Override
  public void awaitInput(long nanos) {
    throw new UnsupportedOperationException("a blocking descriptor cannot be asked");
  }

  @Override
  public int tryWrite(Stage from, int length) {
    return 0;
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    return output.write(from.view().limit(from.front() + length).position(from.front()));
  }

  @Override
  public void shutdownInput() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    input.close();
    output.close();
  }
}
