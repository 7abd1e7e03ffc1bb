package io.procpool;

/**
 * A worker as its pool sees it at one moment.
 *
 * @param id its number in the pool; never used twice
 * @param pid its process id; 0 before the process exists
 * @param state what it does
 * @param finishedTasks how many tasks it has ended so far
 */
public record WorkerInfo(int id, long pid, State state, long finishedTasks) {

  /** What a worker does. */
  public enum State {
    /** Its process starts or runs the initializer. */
    STARTING,
    /** It waits for tasks. */
    IDLE,
    /** It has tasks. */
    BUSY,
    /** It gets no more tasks and leaves. */
    LEAVING
  }
}
