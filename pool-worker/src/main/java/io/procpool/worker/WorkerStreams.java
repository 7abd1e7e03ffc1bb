package io.procpool.worker;

import io.procpool.ipc.status.StatusPage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and error of a worker: the parent's own, written in whole lines, so that the
 * lines of several workers do not mix. Where that is a pipe, this holds for lines of up to {@value
 * Lines#ATOMIC_BYTES} bytes. What goes to stderr is noted in the status page too.
 */
final class WorkerStreams {

  private WorkerStreams() {}

  /** Installs both; {@code status} is null in a process that has no status page. */
  static void install(@Nullable StatusPage status) {
    PrintStream out = stream(FileDescriptor.out, "stdout.encoding", null);
    PrintStream err = stream(FileDescriptor.err, "stderr.encoding", status);
    System.setOut(out);
    System.setErr(err);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  out.flush();
                  err.flush();
                },
                "procpool-last-words"));
  }

  private static PrintStream stream(FileDescriptor fd, String encoding, @Nullable StatusPage tail) {
    Charset charset =
        Charset.forName(System.getProperty(encoding, Charset.defaultCharset().name()));
    return new PrintStream(new Lines(new FileOutputStream(fd), tail), false, charset);
  }

  /** Writes out whole lines as they are complete; the rest on flush. */
  private static final class Lines extends OutputStream {

    /** What the kernel writes to a pipe in one piece: PIPE_BUF of Linux. */
    private static final int ATOMIC_BYTES = 4096;

    private static final int MAX_PENDING = 64 << 10;

    private final FileOutputStream to;
    private final @Nullable StatusPage tail;
    private byte[] pending = new byte[1024];
    private int length;

    Lines(FileOutputStream to, @Nullable StatusPage tail) {
      this.to = to;
      this.tail = tail;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
      if (pending.length - length < count) {
        pending = java.util.Arrays.copyOf(pending, Math.max(length + count, 2 * pending.length));
      }
      System.arraycopy(bytes, offset, pending, length, count);
      length += count;
      int whole = lineEnd(0, length);
      writeOut(length > MAX_PENDING && whole == 0 ? length : whole);
    }

    @Override
    public synchronized void flush() throws IOException {
      writeOut(length);
    }

    private void writeOut(int count) throws IOException {
      if (count == 0) {
        return;
      }
      if (tail != null) {
        tail.writeTail(pending, 0, count);
      }
      int from = 0;
      while (from < count) {
        int end = pieceEnd(from, count);
        to.write(pending, from, end - from);
        from = end;
      }
      System.arraycopy(pending, count, pending, 0, length - count);
      length -= count;
    }

    /** The end of as many whole lines as are written in one piece, or of one that is too long. */
    private int pieceEnd(int from, int to) {
      if (to - from <= ATOMIC_BYTES) {
        return to;
      }
      int end = lineEnd(from, from + ATOMIC_BYTES);
      if (end > from) {
        return end;
      }
      end = from + ATOMIC_BYTES;
      while (end < to && pending[end - 1] != '\n') {
        end++;
      }
      return end;
    }

    /** Behind the last line end between {@code from} and {@code to}; {@code from} without one. */
    private int lineEnd(int from, int to) {
      int end = to;
      while (end > from && pending[end - 1] != '\n') {
        end--;
      }
      return end;
    }
  }
}
