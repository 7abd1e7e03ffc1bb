package io.procpool.worker;

import io.procpool.ipc.status.OpenLine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole lines, so that those of several processes do not mix: where the output is a pipe,
 * lines of up to {@value #ATOMIC_BYTES} bytes, else those an {@link OpenLine} has room for. A line
 * that is not ended is kept there: for a moment, or until it is flushed or this process is dead,
 * and its parent writes it.
 */
final class LineOutput extends OutputStream {

  /** What {@link #writeIfDue} answers where no line is open. */
  static final long NONE = Long.MAX_VALUE;

  /** Longer than a line printed in pieces takes, shorter than anybody waits for a sign of life. */
  static final long MOMENT_NANOS = 200_000_000;

  /** What the kernel writes to a pipe in one piece: PIPE_BUF of Linux. */
  private static final int ATOMIC_BYTES = 4096;

  /** Takes a note of all that is printed, at once. */
  interface Notes {
    void note(byte[] bytes, int offset, int count);
  }

  private final OutputStream to;
  private final @Nullable OpenLine open; // null: nothing is kept
  private final Notes notes;
  private final Runnable whenOpened;
  private long openedAt; // guarded by this

  /** Each write to {@code to} reaches the system at once. */
  LineOutput(OutputStream to, @Nullable OpenLine open, Notes notes, Runnable whenOpened) {
    this.to = to;
    this.open = open;
    this.notes = notes;
    this.whenOpened = whenOpened;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
    notes.note(bytes, offset, count);
    int end = offset + count;
    int rest = lineEnd(bytes, offset, end);
    if (rest > offset) {
      writeOut(bytes, offset, rest);
    }
    if (rest < end) {
      keep(bytes, rest, end);
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (isOpen()) {
      writeOut(new byte[0], 0, 0);
    }
  }

  /** Writes a line that has been open for a moment; else how long it may stay so, or NONE. */
  synchronized long writeIfDue(long now) throws IOException {
    if (!isOpen()) {
      return NONE;
    }
    long rest = openedAt + MOMENT_NANOS - now;
    if (rest > 0) {
      return rest;
    }
    flush();
    return NONE;
  }

  private boolean isOpen() {
    return open != null && open.length() > 0;
  }

  private void keep(byte[] bytes, int from, int end) throws IOException {
    boolean first = !isOpen();
    if (open == null || !open.append(bytes, from, end - from)) {
      writeOut(bytes, from, end);
    } else if (first) {
      openedAt = System.nanoTime();
      whenOpened.run();
    }
  }

  /** Writes the open line and what follows it. */
  private void writeOut(byte[] bytes, int from, int end) throws IOException {
    if (open == null || !isOpen()) {
      writePieces(bytes, from, end);
      return;
    }
    byte[] begun = open.bytes();
    byte[] all = Arrays.copyOf(begun, begun.length + end - from);
    System.arraycopy(bytes, from, all, begun.length, end - from);
    try {
      writePieces(all, 0, all.length);
    } finally {
      open.clear(); // afterwards: a kill in between has it printed twice, and not never
    }
  }

  private void writePieces(byte[] bytes, int from, int end) throws IOException {
    int start = from;
    while (start < end) {
      int pieceEnd = pieceEnd(bytes, start, end);
      to.write(bytes, start, pieceEnd - start);
      start = pieceEnd;
    }
  }

  /** The end of as many whole lines as are written in one piece, or of one that is too long. */
  private static int pieceEnd(byte[] bytes, int from, int to) {
    if (to - from <= ATOMIC_BYTES) {
      return to;
    }
    int end = lineEnd(bytes, from, from + ATOMIC_BYTES);
    if (end > from) {
      return end;
    }
    end = from + ATOMIC_BYTES;
    while (end < to && bytes[end - 1] != '\n') {
      end++;
    }
    return end;
  }

  /** Behind the last line end between {@code from} and {@code to}; {@code from} without one. */
  private static int lineEnd(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
