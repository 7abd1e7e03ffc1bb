package io.procpool.runtime.call;

import io.procpool.NotSendableException;
import io.procpool.ipc.message.OutcomeBody;
import io.procpool.ipc.message.OutcomeKind;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.runtime.dispatch.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a frame, or of a dead worker's log, indexed but not unpickled: reading one runs
 * user code, which is for its reader's thread. Immutable once parsed; any thread may read.
 */
public final class OutcomeFrame implements Outcomes {

  private final byte[] body;
  private final List<Object> arrays;
  private final Pickler pickler;
  private final ClassDefinitions known;

  private long firstSeq = -1;
  private boolean replace;
  private int count;
  private OutcomeKind[] kinds = new OutcomeKind[4];
  private long[] nanos = new long[4];
  private int[] starts = new int[4];
  private int[] ends = new int[4];
  private int[] arrayEnds = new int[4];

  private OutcomeFrame(byte[] body, List<Object> arrays, Pickler pickler, ClassDefinitions known) {
    this.body = body;
    this.arrays = arrays;
    this.pickler = pickler;
    this.known = known;
  }

  /**
   * Indexes a body.
   *
   * @param peer what the worker has defined so far; grows by the body's definitions
   * @throws IllegalArgumentException or {@link IndexOutOfBoundsException} if it is not of the
   *     protocol
   */
  public static OutcomeFrame parse(
      byte[] body, List<Object> arrays, Pickler pickler, PeerClasses peer) {
    OutcomeFrame frame = new OutcomeFrame(body, arrays, pickler, peer.known());
    PickleSource source = new PickleSource(body, 0, body.length, arrays);
    while (source.remaining() > 0) {
      byte record = source.readByte();
      switch (record) {
        case OutcomeBody.DEFINITIONS ->
            peer.define(source.readVarInt(), source.readBytes(source.readVarInt()));
        case OutcomeBody.OUTCOME -> frame.index(source);
        case OutcomeBody.REPLACE -> frame.replace = true;
        default ->
            throw new IllegalArgumentException("no such record in an OUTCOMES frame: " + record);
      }
    }
    return frame;
  }

  private void index(PickleSource source) {
    long seq = source.readVarLong();
    if (firstSeq < 0) {
      firstSeq = seq;
    } else if (seq != firstSeq + count) {
      throw new IllegalArgumentException(
          "outcomes out of order: seq=" + seq + " expected=" + (firstSeq + count));
    }
    if (count == kinds.length) {
      grow(2 * count);
    }
    kinds[count] = OutcomeKind.of(source.readByte());
    nanos[count] = source.readVarLong();
    arrayEnds[count] = (count == 0 ? 0 : arrayEnds[count - 1]) + source.readVarInt();
    int length = source.readVarInt();
    starts[count] = source.position();
    source.skip(length);
    ends[count] = source.position();
    if (arrayEnds[count] > arrays.size()) {
      throw new IllegalArgumentException(
          "an outcome refers to " + arrayEnds[count] + " arrays of " + arrays.size());
    }
    count++;
  }

  private void grow(int size) {
    kinds = Arrays.copyOf(kinds, size);
    nanos = Arrays.copyOf(nanos, size);
    starts = Arrays.copyOf(starts, size);
    ends = Arrays.copyOf(ends, size);
    arrayEnds = Arrays.copyOf(arrayEnds, size);
  }

  /** The place of the first outcome in all that the worker was sent; -1 if there are none. */
  public long firstSeq() {
    return firstSeq;
  }

  /** Whether the worker asks to be replaced. */
  public boolean replace() {
    return replace;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long runNanos(int at, int howMany) {
    long sum = 0;
    for (int i = at; i < at + howMany; i++) {
      sum += nanos[i];
    }
    return sum;
  }

  /** Which kind the {@code at}th outcome is. */
  public OutcomeKind kind(int at) {
    return kinds[at];
  }

  /**
   * Unpickles the {@code at}th outcome: a result, or the throwable that its task threw or that says
   * why it could not travel.
   *
   * @throws NotSendableException if it cannot be read here
   */
  public @Nullable Object read(int at) {
    int firstArray = at == 0 ? 0 : arrayEnds[at - 1];
    List<Object> own =
        arrayEnds[at] == firstArray
            ? List.of()
            : new ArrayList<>(arrays.subList(firstArray, arrayEnds[at]));
    PickleSource source = new PickleSource(body, starts[at], ends[at] - starts[at], own);
    try {
      return kinds[at] == OutcomeKind.VALUE
          ? pickler.unpickle(source, known)
          : pickler.unpickleThrowable(source, known);
    } catch (Error e) {
      // Of user code, or of a graph too deep or too large for here: this outcome's reader's alone.
      throw new NotSendableException("the outcome cannot be read in this process: " + e, e);
    }
  }
}
