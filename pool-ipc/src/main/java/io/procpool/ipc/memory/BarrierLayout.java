package io.procpool.ipc.memory;

import io.procpool.SharedBarrier;

/**
 * A barrier's bytes.
 *
 * <pre>
 * byte 0                                      63
 *      +----------------------------------------+
 *      | lock, see LockLayout: guards the rest  |
 *      +----------------------------------------+
 *   64 | parties            | 72 broken: 0 or 1 |
 *      +----------------------------------------+
 *   80 | waiters, see WaiterLayout              |
 *      | ...                                    |
 * </pre>
 */
final class BarrierLayout {

  static final int LOCK_OFFSET = 0;
  static final int PARTIES_OFFSET = 64;
  static final int BROKEN_OFFSET = 72;
  static final int WAITERS_OFFSET = 80;
  static final int CAPACITY = SharedBarrier.MAX_PARTIES;
  static final long BYTES = WAITERS_OFFSET + WaiterLayout.bytes(CAPACITY);

  private BarrierLayout() {}
}
