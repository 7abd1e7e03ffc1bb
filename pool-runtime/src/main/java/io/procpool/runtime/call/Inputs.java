package io.procpool.runtime.call;

import io.procpool.ipc.channel.OutFrame;
import io.procpool.runtime.dispatch.Range;
import java.util.List;

/**
 * The pickled inputs of a batch. Added by the caller's thread, read and released by the dispatcher.
 */
public interface Inputs {

  /** How many bytes {@link #addTo} adds. */
  long bytes(Range items);

  /** Adds the items to a frame's body. */
  void addTo(OutFrame frame, Range items);

  /** The arrays of the items, in order. */
  List<Object> arrays(Range items);

  /** Forgets items, which have ended. */
  void release(Range items);
}
