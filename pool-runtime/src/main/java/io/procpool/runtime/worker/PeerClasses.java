package io.procpool.runtime.worker;

import io.procpool.ipc.pickle.ClassDefinitions;

/**
 * What one worker has defined of its classes. Definitions may come twice: in a frame and in a dead
 * worker's log.
 */
final class PeerClasses {

  private final ClassDefinitions known;
  private int count; // the reader's

  PeerClasses(ClassLoader loader) {
    known = new ClassDefinitions(loader);
  }

  ClassDefinitions known() {
    return known;
  }

  /** Takes in the definitions that raise the count to {@code upTo}, unless they are known. */
  void define(int upTo, byte[] definitions) {
    if (upTo > count) {
      known.add(definitions);
      count = upTo;
    }
  }
}
