package io.procpool.ipc.channel;

import static java.util.Objects.checkFromIndexSize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A frame to be sent: a type, a body gathered from slices, and raw arrays. Not thread-safe; sent
 * once.
 *
 * <p>Bytes and arrays are referred to, not copied; arrays must not change until the frame has left.
 */
public final class OutFrame {

  private final FrameType type;
  private byte[][] slices = new byte[2][];
  private int[] bounds = new int[4]; // offset and length of each slice
  private boolean[] given = new boolean[2]; // whether the slice's bytes are ours
  private int sliceCount;
  private int bodyBytes;
  private List<Object> arrays = List.of();

  /** A frame without a body. */
  public OutFrame(FrameType type) {
    this.type = type;
  }

  /**
   * Appends bytes to the body. They are the caller's again when {@link FrameChannel#offer} or
   * {@link FrameChannel#send} has returned: an offer copies what it must leave.
   *
   * @throws IllegalArgumentException if the body would exceed {@link FrameLayout#MAX_BODY_BYTES}
   */
  public OutFrame add(byte[] bytes, int offset, int length) {
    return append(bytes, offset, length, false);
  }

  /**
   * Appends bytes to the body that must not change until the frame has left, and are never copied
   * on the heap: for large bodies.
   *
   * @throws IllegalArgumentException if the body would exceed {@link FrameLayout#MAX_BODY_BYTES}
   */
  public OutFrame give(byte[] bytes, int offset, int length) {
    return append(bytes, offset, length, true);
  }

  /**
   * Appends primitive arrays.
   *
   * @throws IllegalArgumentException if one is no primitive array, or there would be more than
   *     {@link FrameLayout#MAX_ARRAYS}
   */
  public OutFrame addArrays(List<Object> more) {
    if (more.isEmpty()) {
      return this;
    }
    more.forEach(ArrayKind::of);
    if (more.size() > FrameLayout.MAX_ARRAYS - arrays.size()) {
      throw new IllegalArgumentException(
          "too many arrays in a frame: type="
              + type
              + " arrays="
              + ((long) arrays.size() + more.size())
              + " limit="
              + FrameLayout.MAX_ARRAYS);
    }
    arrays = new ArrayList<>(arrays);
    arrays.addAll(more);
    return this;
  }

  private OutFrame append(byte[] bytes, int offset, int length, boolean ours) {
    checkFromIndexSize(offset, length, bytes.length);
    if (length > FrameLayout.MAX_BODY_BYTES - bodyBytes) {
      throw new IllegalArgumentException(
          "frame body too large: type="
              + type
              + " bytes="
              + ((long) bodyBytes + length)
              + " limit="
              + FrameLayout.MAX_BODY_BYTES);
    }
    if (sliceCount == slices.length) {
      slices = Arrays.copyOf(slices, 2 * sliceCount);
      bounds = Arrays.copyOf(bounds, 4 * sliceCount);
      given = Arrays.copyOf(given, 2 * sliceCount);
    }
    given[sliceCount] = ours;
    slices[sliceCount] = bytes;
    bounds[2 * sliceCount] = offset;
    bounds[2 * sliceCount + 1] = length;
    sliceCount++;
    bodyBytes += length;
    return this;
  }

  FrameType type() {
    return type;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  int sliceCount() {
    return sliceCount;
  }

  byte[] slice(int i) {
    return slices[i];
  }

  int sliceOffset(int i) {
    return bounds[2 * i];
  }

  int sliceLength(int i) {
    return bounds[2 * i + 1];
  }

  List<Object> arrays() {
    return arrays;
  }

  /** Copies the slices from the given one on, so that the caller may use its buffers again. */
  void ownSlices(int first) {
    for (int i = first; i < sliceCount; i++) {
      if (!given[i]) {
        int from = sliceOffset(i);
        slices[i] = Arrays.copyOfRange(slices[i], from, from + sliceLength(i));
        bounds[2 * i] = 0;
        given[i] = true;
      }
    }
  }
}
