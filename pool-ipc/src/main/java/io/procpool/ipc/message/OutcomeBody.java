package io.procpool.ipc.message;

import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;

/**
 * The body of an OUTCOMES frame, and the contents of a status page's outcome log: records in a row.
 *
 * <pre>
 * DEFINITIONS: 1 byte | upTo varint | length varint | what {@code ClassTable.definitions} gave
 * OUTCOME:     2 byte | seq varlong | kind byte | arrays varint | nanos varlong | length varint | pickled bytes
 * REPLACE:     3 byte                 the worker asks to be replaced
 * VALUE:       4 byte | nanos varlong | length varint | pickled bytes
 * CHANGE:      5 byte | site string | what string
 * </pre>
 *
 * VALUE is the outcome of the item after the one before it in the same body: a value without
 * arrays, as nearly all are.
 *
 * <p>{@code upTo} is the size of the worker's class table with these definitions; a reader that has
 * them already (a record both sent and left in the log) skips them. Likewise it skips outcomes it
 * has seen, by their seq.
 */
public final class OutcomeBody {

  /** Class definitions the parent lacks. */
  public static final byte DEFINITIONS = 1;

  /** What became of one item. */
  public static final byte OUTCOME = 2;

  /** The worker asks to be replaced. */
  public static final byte REPLACE = 3;

  /** The next item's outcome, a value. */
  public static final byte VALUE = 4;

  /** A task has changed a copy. */
  public static final byte CHANGE = 5;

  /**
   * What a task changed of its copy of what it captured.
   *
   * @param site where the task is in the source, such as {@code at Report.java:40}
   * @param what such as {@code captured list: ArrayList.size 0 -> 1}
   */
  public record Change(String site, String what) {}

  private OutcomeBody() {}

  /** Appends what a task changed. */
  public static void writeChange(PickleBuffer to, Change change) {
    to.writeByte(CHANGE);
    to.writeString(change.site());
    to.writeString(change.what());
  }

  /** Reads what a task changed, behind its record's number. */
  public static Change readChange(PickleSource from) {
    return new Change(from.readString(), from.readString());
  }

  /** Appends a record of definitions. */
  public static void writeDefinitions(PickleBuffer to, int upTo, byte[] definitions) {
    to.writeByte(DEFINITIONS);
    to.writeVarInt(upTo);
    to.writeVarInt(definitions.length);
    to.writeBytes(definitions, 0, definitions.length);
  }

  /** Appends an outcome as pickled into {@code pickled}, without its arrays. */
  public static void writeOutcome(
      PickleBuffer to, long seq, OutcomeKind kind, long nanos, PickleBuffer pickled) {
    to.writeByte(OUTCOME);
    to.writeVarLong(seq);
    to.writeByte(kind.code());
    to.writeVarInt(pickled.arrays().size());
    writeRest(to, nanos, pickled);
  }

  /** Appends the value of the item that follows the one appended before; it has no arrays. */
  public static void writeValue(PickleBuffer to, long nanos, PickleBuffer pickled) {
    to.writeByte(VALUE);
    writeRest(to, nanos, pickled);
  }

  private static void writeRest(PickleBuffer to, long nanos, PickleBuffer pickled) {
    to.writeVarLong(nanos);
    to.writeVarInt(pickled.length());
    to.writeBytes(pickled.bytes(), 0, pickled.length());
  }
}
