package io.procpool.ipc.pickle;

import java.util.Arrays;

/**
 * Which objects of a graph that is being read are whole: all that they lead to has been read. An
 * object in a cycle is whole when the first of the cycle to be read is. Objects have numbers in the
 * order in which their reading begins; this is the path-based search for strong components.
 */
final class Wholeness {

  private final IntStack path = new IntStack();
  private final IntStack ended = new IntStack();

  /** A bit for each object that is not whole. */
  private long[] partial = new long[16];

  /** The reading of an object begins. */
  void begin(int id) {
    path.push(id);
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
      while (path.top() > id) {
        path.pop();
      }
    }
  }

  /** Whether an object that is still read leads to one that was begun before it. */
  boolean leadsBack(int id) {
    return path.top() < id;
  }

  /** The reading of an object ends; gives whether it is whole. */
  boolean end(int id) {
    if (!isPartial(id)) {
      return true;
    }
    while (path.top() > id) { // of a serializer of the user's, which reads in its own way
      path.pop();
    }
    if (path.top() < id) {
      ended.push(id);
      return false;
    }
    path.pop();
    whole(id);
    while (ended.top() > id) {
      whole(ended.pop());
    }
    return true;
  }

  private void whole(int id) {
    partial[id >>> 6] &= ~(1L << id);
  }

  void clear() {
    if (path.top() >= 0 || ended.top() >= 0) { // else every bit has been cleared by itself
      path.clear();
      ended.clear();
      Arrays.fill(partial, 0);
    }
  }

  private static final class IntStack {

    private int[] values = new int[64];
    private int size;

    void push(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    /** The last value, or -1. */
    int top() {
      return size == 0 ? -1 : values[size - 1];
    }

    int pop() {
      return values[--size];
    }

    void clear() {
      size = 0;
    }
  }
}
