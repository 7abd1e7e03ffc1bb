package io.procpool.ipc.memory;

import io.procpool.SharedCondition;

/** A condition's bytes: a {@link WaiterLayout} table, guarded by the condition's lock. */
final class ConditionLayout {

  static final int WAITERS_OFFSET = 0;
  static final int CAPACITY = SharedCondition.MAX_WAITERS;
  static final long BYTES = WaiterLayout.bytes(CAPACITY);

  private ConditionLayout() {}
}
