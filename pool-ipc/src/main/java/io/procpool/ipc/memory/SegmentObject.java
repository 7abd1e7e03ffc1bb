package io.procpool.ipc.memory;

import io.procpool.ipc.pickle.SharedObject;

/** A shared object that lives in one segment. */
public interface SegmentObject extends SharedObject, AutoCloseable {

  /** Where it lives. */
  Segment segment();

  /** Unmaps the segment and, in its owner, removes it. */
  @Override
  default void close() {
    Attachments.remove(segment().path());
    segment().close();
  }
}
