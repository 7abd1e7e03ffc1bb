package io.procpool.runtime.call;

import io.procpool.NotSendableException;
import io.procpool.ipc.message.OutcomeBody;
import io.procpool.ipc.message.OutcomeBody.Change;
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
  private List<Change> changes = List.of();
  private int count;
  private long allNanos;
  private int[] places = new int[1]; // where the common part of each outcome's record begins
  private OutcomeKind @Nullable [] kinds; // null while all are values
  private int @Nullable [] arrayEnds; // null while none has arrays

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
        case OutcomeBody.OUTCOME -> frame.indexOutcome(source);
        case OutcomeBody.VALUE -> frame.indexValue(source);
        case OutcomeBody.REPLACE -> frame.replace = true;
        case OutcomeBody.CHANGE -> frame.addChange(OutcomeBody.readChange(source));
        default ->
            throw new IllegalArgumentException("no such record in an OUTCOMES frame: " + record);
      }
    }
    return frame;
  }

  private void addChange(Change change) {
    List<Change> more = new ArrayList<>(changes);
    more.add(change);
    changes = more;
  }

  private void indexOutcome(PickleSource source) {
    long seq = source.readVarLong();
    if (firstSeq < 0) {
      firstSeq = seq;
    } else if (seq != firstSeq + count) {
      throw new IllegalArgumentException(
          "outcomes out of order: seq=" + seq + " expected=" + (firstSeq + count));
    }
    OutcomeKind kind = OutcomeKind.of(source.readByte());
    int ownArrays = source.readVarInt();
    index(source);
    if (kind != OutcomeKind.VALUE || kinds != null) {
      kinds(kind);
    }
    if (ownArrays > 0 || arrayEnds != null) {
      arrays(ownArrays);
    }
  }

  private void indexValue(PickleSource source) {
    if (firstSeq < 0) {
      throw new IllegalArgumentException("the first outcome says nothing of its place");
    }
    index(source);
    if (kinds != null) {
      kinds(OutcomeKind.VALUE);
    }
    if (arrayEnds != null) {
      arrays(0);
    }
  }

  /** Notes where the part of the record begins that all outcomes have, and skips it. */
  private void index(PickleSource source) {
    if (count == places.length) {
      // As many as there will be if the rest of the body is like what was read.
      long expected = (long) count * body.length / source.position();
      places = Arrays.copyOf(places, (int) Math.min(expected + 8, (long) count + body.length));
    }
    places[count++] = source.position();
    allNanos += source.readVarLong();
    source.skip(source.readVarInt());
  }

  private void kinds(OutcomeKind last) {
    if (kinds == null) {
      kinds = new OutcomeKind[count];
      Arrays.fill(kinds, OutcomeKind.VALUE);
    } else if (kinds.length < count) {
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    kinds[count - 1] = last;
  }

  private void arrays(int ownArrays) {
    if (arrayEnds == null) {
      arrayEnds = new int[count];
    } else if (arrayEnds.length < count) {
      arrayEnds = Arrays.copyOf(arrayEnds, 2 * count);
    }
    int end = (count == 1 ? 0 : arrayEnds[count - 2]) + ownArrays;
    if (end > arrays.size()) {
      throw new IllegalArgumentException(
          "an outcome refers to " + end + " arrays of " + arrays.size());
    }
    arrayEnds[count - 1] = end;
  }

  /** The place of the first outcome in all that the worker was sent; -1 if there are none. */
  public long firstSeq() {
    return firstSeq;
  }

  /** Whether the worker asks to be replaced. */
  public boolean replace() {
    return replace;
  }

  /** What tasks changed of what they captured. */
  public List<Change> changes() {
    return changes;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long runNanos(int at, int howMany) {
    if (howMany == count) {
      return allNanos;
    }
    long sum = 0;
    for (int i = at; i < at + howMany; i++) {
      sum += record(i).readVarLong();
    }
    return sum;
  }

  /** How many bytes {@code howMany} outcomes from {@code at} on take, their arrays included. */
  public long bytes(int at, int howMany) {
    int end = at + howMany;
    int length = (end == count ? body.length : places[end]) - (at == 0 ? 0 : places[at]);
    if (arrayEnds == null) {
      return length;
    }
    int firstArray = at == 0 ? 0 : arrayEnds[at - 1];
    return length + LargeArrays.bytes(arrays.subList(firstArray, arrayEnds[end - 1]));
  }

  /** Which kind the {@code at}th outcome is. */
  public OutcomeKind kind(int at) {
    return kinds == null ? OutcomeKind.VALUE : kinds[at];
  }

  /** How many of {@code howMany} outcomes from {@code at} on are no values. */
  public int failures(int at, int howMany) {
    int end = at + howMany;
    int failures = 0;
    for (int i = firstFailure(at, end); i >= 0; i = firstFailure(i + 1, end)) {
      failures++;
    }
    return failures;
  }

  /** The first outcome from {@code at} on and before {@code end} that is no value; -1 if none. */
  public int firstFailure(int at, int end) {
    for (int i = at; kinds != null && i < end; i++) {
      if (kinds[i] != OutcomeKind.VALUE) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Unpickles the {@code at}th outcome: a result, or the throwable that its task threw or that says
   * why it could not travel.
   *
   * @throws NotSendableException if it cannot be read here
   */
  public @Nullable Object read(int at) {
    PickleSource record = record(at);
    long _ = record.readVarLong();
    int length = record.readVarInt();
    PickleSource source = new PickleSource(body, record.position(), length, arraysOf(at));
    try {
      return kind(at) == OutcomeKind.VALUE
          ? pickler.unpickle(source, known)
          : pickler.unpickleThrowable(source, known);
    } catch (Error e) {
      // Of user code, or of a graph too deep or too large for here: this outcome's reader's alone.
      throw new NotSendableException("the outcome cannot be read in this process: " + e, e);
    }
  }

  private PickleSource record(int at) {
    return new PickleSource(body, places[at], body.length - places[at], List.of());
  }

  private List<Object> arraysOf(int at) {
    if (arrayEnds == null) {
      return List.of();
    }
    int first = at == 0 ? 0 : arrayEnds[at - 1];
    return first == arrayEnds[at]
        ? List.of()
        : new ArrayList<>(arrays.subList(first, arrayEnds[at]));
  }
}
