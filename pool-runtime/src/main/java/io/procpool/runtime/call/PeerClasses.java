package io.procpool.runtime.call;

import io.procpool.ipc.pickle.ClassDefinitions;

/**
 * What one worker has defined of its classes. Definitions may come twice: in a frame and in a dead
 * worker's log.
 */
public final class PeerClasses {

  private final ClassDefinitions known;
  private int count; // the reader's

  /** Nothing defined yet. */
  public PeerClasses(ClassLoader loader) {
    known = new ClassDefinitions(loader);
  }

  /** What was defined so far. */
  public ClassDefinitions known() {
    return known;
  }

  /** Takes in the definitions that raise the count to {@code upTo}, unless they are known. */
  public void define(int upTo, byte[] definitions) {
    if (upTo > count) {
      known.add(definitions);
      count = upTo;
    }
  }
}
