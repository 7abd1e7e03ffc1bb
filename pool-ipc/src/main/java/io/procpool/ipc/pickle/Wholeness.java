package io.procpool.ipc.pickle;

import java.util.Arrays;

/**
 * Which objects of a graph that is being read are whole: all that they lead to has been read. An
 * object in a cycle is whole when the first of the cycle to be read is. Objects have numbers in the
 * order in which their reading begins; this is the path-based search for strong components.
 */
final class Wholeness {

  /** Those that are read now and, as far as is known, lead to none before them; the last is top. */
  private int[] path = new int[64];

  private int open;

  /** Those of which the reading has ended, though they are not whole. */
  private int[] ended = new int[16];

  private int waiting;

  /** A bit for each object that is not whole. */
  private long[] partial = new long[16];

  /** The reading of an object begins. */
  void begin(int id) {
    if (open == path.length) {
      path = Arrays.copyOf(path, 2 * open);
    }
    path[open++] = id;
    int word = id >>> 6;
    if (word >= partial.length) {
      partial = Arrays.copyOf(partial, Math.max(2 * partial.length, word + 1));
    }
    partial[word] |= 1L << id;
  }

  boolean isPartial(int id) {
    int word = id >>> 6;
    return word < partial.length && (partial[word] & 1L << id) != 0;
  }

  /** The object that is read now refers to one that was begun before. */
  void refer(int id) {
    if (isPartial(id)) {
      dropAbove(id);
    }
  }

  private void dropAbove(int id) {
    while (open > 0 && path[open - 1] > id) {
      open--;
    }
  }

  /** Whether an object that is still read leads to one that was begun before it. */
  boolean leadsBack(int id) {
    return open == 0 || path[open - 1] < id;
  }

  /** The reading of an object ends; gives whether it is whole. */
  boolean end(int id) {
    if (!isPartial(id)) {
      return true;
    }
    dropAbove(id); // what a serializer of the user's has read in its own way
    if (leadsBack(id)) {
      if (waiting == ended.length) {
        ended = Arrays.copyOf(ended, 2 * waiting);
      }
      ended[waiting++] = id;
      return false;
    }
    open--;
    partial[id >>> 6] &= ~(1L << id);
    while (waiting > 0 && ended[waiting - 1] > id) {
      int other = ended[--waiting];
      partial[other >>> 6] &= ~(1L << other);
    }
    return true;
  }

  void clear() {
    if (open > 0 || waiting > 0) { // else every bit has been cleared by itself
      open = 0;
      waiting = 0;
      Arrays.fill(partial, 0);
    }
  }
}
