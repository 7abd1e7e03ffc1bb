package io.procpool.surroundings.chaos;

import java.util.concurrent.CountDownLatch;

/** What a process does until it is killed. */
enum Victim {
  WAITS_FOR_LOCK,
  HOLDS_LOCK,
  WAITS_FOR_REENTRANT_LOCK,
  HOLDS_REENTRANT_LOCK,
  WAITS_FOR_PERMIT,
  WAITS_FOR_EVENT,
  WAITS_FOR_SIGNAL,
  WAITS_AT_BARRIER,
  TAKES,
  PUTS;

  static final long ELEMENT = -1;

  /** Runs in its process; says that it is ready just before it waits, or when it holds. */
  void run(Things things) throws Exception {
    boolean holds = this == HOLDS_LOCK || this == HOLDS_REENTRANT_LOCK;
    if (this == WAITS_FOR_SIGNAL) {
      things.condition().lock().lock();
    }
    if (!holds) {
      things.ready().release();
    }
    switch (this) {
      case WAITS_FOR_LOCK, HOLDS_LOCK -> things.lock().lock();
      case WAITS_FOR_REENTRANT_LOCK -> things.reentrant().lock();
      case HOLDS_REENTRANT_LOCK -> {
        things.reentrant().lock();
        things.reentrant().lock();
      }
      case WAITS_FOR_PERMIT -> things.permits().acquire();
      case WAITS_FOR_EVENT -> things.event().await();
      case WAITS_FOR_SIGNAL -> things.condition().await();
      case WAITS_AT_BARRIER -> things.barrier().await();
      case TAKES -> things.queue().take();
      case PUTS -> things.queue().put(ELEMENT);
    }
    if (holds) {
      things.ready().release();
    }
    new CountDownLatch(1).await();
  }
}
