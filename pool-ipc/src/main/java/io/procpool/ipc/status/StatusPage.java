package io.procpool.ipc.status;

import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.memory.Spin;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A worker's status page: what it runs, which outcomes it has not sent yet, and the last it wrote
 * to stderr. The parent makes it and reads it; the worker writes it; only the claim word is written
 * by both, by compare-and-set.
 *
 * <p><b>The claim word</b> says which items the worker has started, by number: it claims each
 * before running it. The parent closes the word to take back what was not claimed; then the worker
 * claims nothing until it has read the parent's message to resume, which names the same epoch.
 *
 * <p><b>The outcome log</b> holds outcomes between their item's end and their being sent, so that a
 * worker that dies in between loses none.
 *
 * <p>Each method says whose it is. Closing unmaps the page; whoever uses it afterwards gets {@link
 * IllegalStateException}.
 */
public final class StatusPage implements AutoCloseable {

  // Of a buffer: the first use of a segment's would spin classes while a worker starts.
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Segment segment;
  private final ByteBuffer page; // its position and limit are never changed

  private StatusPage(Segment segment) {
    this.segment = segment;
    this.page = segment.memory().asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Parent: a new page; nothing claimed, the word open. */
  public static StatusPage create() {
    return new StatusPage(
        SegmentDirectory.current().create(StatusLayout.KIND, StatusLayout.PAGE_BYTES));
  }

  /** Child: the page the parent made. */
  public static StatusPage attach(Path path) {
    return new StatusPage(Segment.attach(path, StatusLayout.KIND));
  }

  /** Where the worker finds the page. */
  public Path path() {
    return segment.path();
  }

  /** Parent: removes the file, once the worker has attached. */
  public void unlink() {
    segment.unlink();
  }

  // ---- claim word

  /**
   * Worker: claims the next item, at time {@code nowNanos}; false if the parent has closed the
   * word.
   */
  public boolean claim(long nowNanos) {
    // Before the claim: who sees the claim must not see the former item's time.
    LONG.setRelease(page, StatusLayout.RUNNING_SINCE, nowNanos);
    long word = (long) LONG.getAcquire(page, StatusLayout.CLAIM);
    while (word >= 0) {
      long seen = (long) LONG.compareAndExchange(page, StatusLayout.CLAIM, word, word + 1);
      if (seen == word) {
        return true;
      }
      word = seen;
    }
    ended();
    return false;
  }

  /**
   * Worker: opens the word at {@code seq} again, unless the parent has closed it anew since {@code
   * epoch}.
   */
  public void resume(int epoch, long seq) {
    long open = wordOf(epoch, seq);
    long closed = (long) LONG.getAcquire(page, StatusLayout.CLAIM);
    if (closed < 0 && epochOf(closed) == (epoch & StatusLayout.EPOCH_MASK)) {
      boolean _ = LONG.compareAndSet(page, StatusLayout.CLAIM, closed, open);
    }
  }

  /**
   * Parent: closes the word under this epoch; the first item that was not started and will not be.
   */
  public long close(int epoch) {
    while (true) {
      long word = (long) LONG.getAcquire(page, StatusLayout.CLAIM);
      long seq = word & StatusLayout.SEQ_MASK;
      if (LONG.compareAndSet(
          page, StatusLayout.CLAIM, word, StatusLayout.CLOSED | wordOf(epoch, seq))) {
        return seq;
      }
    }
  }

  /** Worker: whether the parent has closed the word, and it was not opened since. */
  public boolean isClosed() {
    return (long) LONG.getAcquire(page, StatusLayout.CLAIM) < 0;
  }

  /** The first item that was not started. */
  public long claimed() {
    return (long) LONG.getAcquire(page, StatusLayout.CLAIM) & StatusLayout.SEQ_MASK;
  }

  /** Worker: the item that it claimed last has ended; its outcome is kept, or being sent. */
  public void ended() {
    LONG.setRelease(page, StatusLayout.RUNNING_SINCE, StatusLayout.NOTHING);
  }

  /**
   * How long the item before {@link #claimed} has been running, in nanoseconds: 0 if it has ended,
   * or if nothing ever began.
   *
   * @param nowNanos the present, by {@link System#nanoTime()}, which all processes of a machine
   *     share
   */
  public long runningFor(long nowNanos) {
    long since = (long) LONG.getAcquire(page, StatusLayout.RUNNING_SINCE);
    return since == StatusLayout.NOTHING ? 0 : Math.max(0, nowNanos - since);
  }

  private static long wordOf(int epoch, long seq) {
    return (long) (epoch & StatusLayout.EPOCH_MASK) << StatusLayout.EPOCH_SHIFT | seq;
  }

  private static int epochOf(long word) {
    return (int) (word >>> StatusLayout.EPOCH_SHIFT) & StatusLayout.EPOCH_MASK;
  }

  // ---- bell

  /**
   * Parent: says that it has sent something. One thread at a time.
   *
   * @param more whether something may follow within microseconds, so that it is worth waiting awake
   */
  public void ring(boolean more) {
    long rung = (long) LONG.get(page, StatusLayout.BELL) >>> 1;
    LONG.setRelease(page, StatusLayout.BELL, (rung + 1) << 1 | (more ? 1 : 0));
  }

  /**
   * Worker: where more may come soon, looks out for it for some microseconds, which spares the
   * wake-up. What it was sent is in the channel, whether or not it has seen it here.
   */
  public void listen() {
    long rung = (long) LONG.getAcquire(page, StatusLayout.BELL);
    if ((rung & 1) != 0) {
      Spin spin = new Spin();
      while ((long) LONG.getAcquire(page, StatusLayout.BELL) == rung && spin.goOn()) {}
    }
  }

  // ---- outcome log

  /** Worker: appends to the outcome log; false, and nothing written, if there is no room. */
  public boolean log(byte[] bytes, int offset, int length) {
    long used = (long) LONG.get(page, StatusLayout.LOG_LENGTH);
    if (length > StatusLayout.LOG_BYTES - used) {
      return false;
    }
    page.put(StatusLayout.LOG + (int) used, bytes, offset, length);
    LONG.setRelease(page, StatusLayout.LOG_LENGTH, used + length);
    return true;
  }

  /** Worker: empties the log, whose outcomes have been sent. */
  public void clearLog() {
    LONG.setRelease(page, StatusLayout.LOG_LENGTH, 0L);
  }

  /** Parent: what a dead worker left in the log. */
  public byte[] logged() {
    long used = (long) LONG.getAcquire(page, StatusLayout.LOG_LENGTH);
    byte[] logged = new byte[(int) used];
    page.get(StatusLayout.LOG, logged);
    return logged;
  }

  // ---- open lines

  /** The line of standard output that is begun and not ended. */
  public OpenLine openOut() {
    return new OpenLine(this, StatusLayout.OPEN_OUT_LENGTH, StatusLayout.OPEN_OUT);
  }

  /** The line of standard error that is begun and not ended. */
  public OpenLine openErr() {
    return new OpenLine(this, StatusLayout.OPEN_ERR_LENGTH, StatusLayout.OPEN_ERR);
  }

  int lengthAt(int place) {
    return (int) (long) LONG.getAcquire(page, place);
  }

  void setLength(int place, int length) {
    LONG.setRelease(page, place, (long) length);
  }

  void put(int place, byte[] bytes, int offset, int count) {
    page.put(place, bytes, offset, count);
  }

  byte[] get(int place, int count) {
    byte[] bytes = new byte[count];
    page.get(place, bytes);
    return bytes;
  }

  // ---- tail of stderr

  /** Worker: notes what it writes to stderr, in UTF-8. One thread at a time. */
  public void writeTail(byte[] bytes, int offset, int length) {
    long written = (long) LONG.get(page, StatusLayout.TAIL_LENGTH);
    int skip = Math.max(0, length - StatusLayout.TAIL_BYTES);
    for (int i = skip; i < length; i++) {
      page.put(tailPlace(written + i), bytes[offset + i]);
    }
    LONG.setRelease(page, StatusLayout.TAIL_LENGTH, written + length);
  }

  /**
   * Parent: the last lines the worker wrote to stderr, oldest first, the last one ended or not; a
   * first one cut short is left out.
   */
  public List<String> tailLines() {
    long written = (long) LONG.getAcquire(page, StatusLayout.TAIL_LENGTH);
    int count = (int) Math.min(written, StatusLayout.TAIL_BYTES);
    byte[] tail = new byte[count];
    for (int i = 0; i < count; i++) {
      tail[i] = page.get(tailPlace(written - count + i));
    }
    int start = written > StatusLayout.TAIL_BYTES ? characterStart(tail) : 0;
    List<String> lines =
        new String(tail, start, count - start, StandardCharsets.UTF_8).lines().toList();
    boolean cut = written > StatusLayout.TAIL_BYTES && lines.size() > 1;
    return cut ? lines.subList(1, lines.size()) : lines;
  }

  /** Behind what is left of a character whose first byte is lost. */
  private static int characterStart(byte[] utf8) {
    int start = 0;
    while (start < utf8.length && (utf8[start] & 0xC0) == 0x80) {
      start++;
    }
    return start;
  }

  private static int tailPlace(long written) {
    return StatusLayout.TAIL + (int) (written % StatusLayout.TAIL_BYTES);
  }

  @Override
  public void close() {
    segment.close();
  }
}
