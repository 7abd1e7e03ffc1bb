package io.procpool.ipc.memory;

/**
 * The header at the start of every segment file. All numbers are in the machine's own byte order: a
 * segment never leaves its machine, and one of another order fails at the magic.
 *
 * <pre>
 * byte 0                7 8        11 12       15 16                23
 *      +-----------------+-----------+-----------+-------------------+
 *      | magic           | version   | header    | segment bytes     |
 *      +-----------------+-----------+-----------+-------------------+
 * byte 24            31 32                                          63
 *      +---------------+---------------------------------------------+
 *      | 0, reserved   | kind: UTF-8, padded with 0                  |
 *      +---------------+---------------------------------------------+
 * byte 64 ... 64 + segment bytes: what the kind says
 * </pre>
 *
 * "Segment bytes" counts what follows the header. A segment is complete once its magic is there: it
 * is written last.
 */
final class SegmentLayout {

  /** "PROCPOOL" read as a big-endian long. */
  static final long MAGIC = 0x50_52_4F_43_50_4F_4F_4CL;

  static final int VERSION = 1;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = 8;
  static final int HEADER_BYTES_OFFSET = 12;
  static final int SIZE_OFFSET = 16;
  static final int KIND_OFFSET = 32;
  static final int KIND_BYTES = 32;

  /** Where the contents begin: a multiple of a cache line, so that contents can be aligned. */
  static final int HEADER_BYTES = 64;

  private SegmentLayout() {}
}
