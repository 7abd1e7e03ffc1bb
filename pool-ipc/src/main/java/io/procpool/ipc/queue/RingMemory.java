package io.procpool.ipc.queue;

import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.SharedWords;

/** Reads and writes records by their place in the ring; knows where it begins anew. */
final class RingMemory {

  private final SharedWords words;
  private final long bytes;

  RingMemory(SharedWords words, long bytes) {
    this.words = words;
    this.bytes = bytes;
  }

  int units() {
    return (int) (bytes / Position.UNIT_BYTES);
  }

  /** Writes a record at a place that no reader looks at yet. */
  void write(long position, Outgoing from) {
    int length = from.length();
    words.set(
        offset(position, 0), RecordLayout.header(length, from.kind(), Position.elements(position)));
    long at = offset(position, 1);
    int beforeEnd = (int) Math.min(length, end() - at);
    words.copyIn(from.bytes(), from.start(), at, beforeEnd);
    if (beforeEnd < length) {
      words.copyIn(
          from.bytes(), from.start() + beforeEnd, QueueLayout.RING_OFFSET, length - beforeEnd);
    }
  }

  /**
   * The header of the record at a place.
   *
   * @throws SharedResourceException if none that could be there is there
   */
  long header(long position) {
    long header = words.get(offset(position, 0));
    int length = RecordLayout.length(header);
    if (!RecordLayout.isNumbered(header, Position.elements(position))
        || length < 0
        || length > bytes) {
      throw new SharedResourceException(
          "the queue's memory is damaged: path=%s position=0x%x header=0x%x"
              .formatted(words.segment().path(), position, header),
          null);
    }
    return header;
  }

  /** Copies the bytes of the record at a place. */
  void read(long position, byte[] to, int start, int length) {
    long at = offset(position, 1);
    int beforeEnd = (int) Math.min(length, end() - at);
    words.copyOut(at, to, start, beforeEnd);
    if (beforeEnd < length) {
      words.copyOut(QueueLayout.RING_OFFSET, to, start + beforeEnd, length - beforeEnd);
    }
  }

  private long offset(long position, int unitsBehind) {
    int unit = Position.units(position) + unitsBehind & units() - 1;
    return QueueLayout.RING_OFFSET + (long) unit * Position.UNIT_BYTES;
  }

  private long end() {
    return QueueLayout.RING_OFFSET + bytes;
  }
}
