package io.procpool.ipc.pickle;

import org.jspecify.annotations.Nullable;

/**
 * A collection that hashes or sorts its elements and was read before these were whole: it is filled
 * once they are.
 */
abstract class Filling {

  private final Object target;
  private boolean filled;

  /** One for this object. */
  Filling(Object target) {
    this.target = target;
  }

  /** Fills it anew, whatever is in it. */
  abstract void fill();

  /** Whether what {@link #fill} did still holds: what it relied upon is as it was. */
  abstract boolean holds();

  /** The first element that is not found by its hash code or order, for messages. */
  @Nullable Object culprit() {
    return null;
  }

  /**
   * Fills it unless it is right.
   *
   * @return whether it was right
   */
  final boolean settle() {
    if (filled && holds()) {
      return true;
    }
    filled = false;
    fill();
    filled = true;
    return false;
  }

  /** Fills it as well as can be, for code that may look at it before its elements are whole. */
  void tryToFill() {
    if (!filled) {
      try {
        fill();
        filled = true;
      } catch (RuntimeException | StackOverflowError e) {
        // Its elements' own code needs what is not read yet: it is filled when that is.
        filled = false;
      }
    }
  }

  /** Says that it is filled already. */
  final void isFilled() {
    filled = true;
  }

  /** Forgets that it was filled: one of its elements was not there. */
  final void spoil() {
    filled = false;
  }

  /** What is filled. */
  final Object target() {
    return target;
  }
}
