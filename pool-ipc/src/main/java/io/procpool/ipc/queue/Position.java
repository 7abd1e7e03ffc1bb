package io.procpool.ipc.queue;

/**
 * A place between two elements of the queue's whole life, in one word, so that it is changed by one
 * write: how many elements and how many units of 8 bytes came before it, both modulo 2^32.
 *
 * <pre>
 * bit 63                          32 31                           0
 *     +-----------------------------+------------------------------+
 *     | units                       | elements                     |
 *     +-----------------------------+------------------------------+
 * </pre>
 *
 * A unit's place in the ring is its number modulo the ring's units, which divide 2^32.
 */
final class Position {

  static final int UNIT_BYTES = Long.BYTES;

  private static final int UNITS_SHIFT = 32;
  private static final long ELEMENTS_MASK = 0xFFFF_FFFFL;

  private Position() {}

  static int units(long position) {
    return (int) (position >>> UNITS_SHIFT);
  }

  static int elements(long position) {
    return (int) position;
  }

  /** The place behind one more element, of that many units. */
  static long after(long position, int units) {
    return (long) (units(position) + units) << UNITS_SHIFT
        | ((elements(position) + 1) & ELEMENTS_MASK);
  }

  /** How many elements are between two places, up to 2^31. */
  static int elementsBetween(long from, long to) {
    return elements(to) - elements(from);
  }

  /** How many units are between two places, up to 2^31. */
  static int unitsBetween(long from, long to) {
    return units(to) - units(from);
  }
}
