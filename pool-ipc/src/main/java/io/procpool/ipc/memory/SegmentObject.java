package io.procpool.ipc.memory;

import io.procpool.ipc.pickle.SharedObject;

/** A shared object that lives in one segment. */
public interface SegmentObject extends SharedObject, AutoCloseable {

  /** Where it lives. */
  Segment segment();

  /** Whether the current thread holds the object's lock, if it has one. */
  default boolean isHeldByCurrentThread() {
    return false;
  }

  /** Unmaps the segment and, in its owner, removes it. */
  @Override
  default void close() {
    Attachments.remove(segment().path());
    segment().close();
  }
}
