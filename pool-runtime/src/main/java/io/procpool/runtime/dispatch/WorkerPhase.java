package io.procpool.runtime.dispatch;

/** The life of a worker, as its pool sees it. */
enum WorkerPhase {
  /** Its process starts or runs the initializer. */
  STARTING,
  /** It takes items. */
  READY,
  /** It was told to stop and ends what it has. */
  LEAVING,
  /** It was killed, and its end is awaited. */
  KILLED,
  /** It is gone. */
  ENDED;

  boolean mayBecome(WorkerPhase next) {
    return switch (this) {
      case STARTING -> next == READY || next == LEAVING || next == KILLED || next == ENDED;
      case READY -> next == LEAVING || next == KILLED || next == ENDED;
      case LEAVING -> next == KILLED || next == ENDED;
      case KILLED -> next == ENDED;
      case ENDED -> false;
    };
  }
}
