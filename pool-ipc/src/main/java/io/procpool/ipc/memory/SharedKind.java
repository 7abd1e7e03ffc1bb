package io.procpool.ipc.memory;

import io.procpool.ipc.pickle.SharedObject;
import java.nio.file.Path;

/** The shared objects that need no more than their own segment, and how each is opened. */
enum SharedKind {
  LOCK("SharedLock", LockLayout.BYTES),
  REENTRANT_LOCK("SharedReentrantLock", LockLayout.BYTES),
  SEMAPHORE("SharedSemaphore", SemaphoreLayout.BYTES),
  EVENT("SharedEvent", EventLayout.BYTES);

  private final String label;
  private final long bytes;

  SharedKind(String label, long bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** What users call it; also the kind in the segment's header. */
  String label() {
    return label;
  }

  /** A new one, which this process owns. */
  SegmentObject create() {
    return Attachments.add(open(SegmentDirectory.current().create(label, bytes)));
  }

  /** This process's view of the one in the file, the same object each time. */
  SegmentObject attach(Path path) {
    return Attachments.find(path, () -> open(Segment.attach(path, label)));
  }

  /** What travels in place of the one in the segment. */
  SharedObject.Ticket ticket(Segment segment) {
    return new SegmentTicket(this, segment.path().toString());
  }

  private SegmentObject open(Segment segment) {
    return switch (this) {
      case LOCK -> new SegmentLock(segment);
      case REENTRANT_LOCK -> new SegmentReentrantLock(segment);
      case SEMAPHORE -> new SegmentSemaphore(segment);
      case EVENT -> new SegmentEvent(segment);
    };
  }

  /** The way to a shared object's file. */
  record SegmentTicket(SharedKind kind, String path) implements SharedObject.Ticket {

    @Override
    public Object redeem() {
      return kind.attach(Path.of(path));
    }
  }
}
