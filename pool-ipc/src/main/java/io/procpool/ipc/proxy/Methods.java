package io.procpool.ipc.proxy;

/** The methods of the built-in kinds; a method's number on the wire is its place here. */
public final class Methods {

  private Methods() {}

  /** Of the manager itself, object 0. */
  public enum Root {
    /** Kind, argument: a new object. */
    CREATE,
    /** Name of a type: a new object of it. */
    CREATE_TYPE,
    /** Name: the one object of it. */
    SHARED,
    /** Registration: nothing. */
    REGISTER
  }

  /** Of maps and namespaces. */
  @SuppressWarnings("MissingSummary") // the JDK's names
  public enum Map {
    GET,
    PUT,
    REMOVE,
    PUT_IF_ABSENT,
    REPLACE,
    REPLACE_IF,
    REMOVE_IF,
    CONTAINS_KEY,
    CONTAINS_VALUE,
    SIZE,
    CLEAR,
    PUT_ALL,
    COPY,
    /** Key: a list of the value and its stamp, which no other value of the map ever has. */
    GET_STAMPED,
    /** Key, stamp, value: whether the value with the stamp was still there and is replaced. */
    REPLACE_STAMPED,
    /** Key, stamp: whether the value with the stamp was still there and is removed. */
    REMOVE_STAMPED
  }

  /** Of lists and arrays. */
  @SuppressWarnings("MissingSummary")
  public enum List {
    GET,
    SET,
    ADD,
    ADD_AT,
    REMOVE_AT,
    REMOVE,
    SIZE,
    CLEAR,
    INDEX_OF,
    LAST_INDEX_OF,
    ADD_ALL,
    ADD_ALL_AT,
    REMOVE_ALL,
    RETAIN_ALL,
    SORT,
    COPY,
    /** A list of the version, which changes when elements move, and of what COPY gives. */
    COPY_STAMPED,
    /** Version, places in ascending order: removes them; the new version, or null if it is past. */
    REMOVE_PLACES,
    /** Version, place, element: inserts it; the new version, or null if it is past. */
    INSERT
  }

  /** Of sets. */
  @SuppressWarnings("MissingSummary")
  public enum Set {
    ADD,
    REMOVE,
    CONTAINS,
    SIZE,
    CLEAR,
    ADD_ALL,
    REMOVE_ALL,
    RETAIN_ALL,
    COPY
  }

  /** Of queues. Times are nanoseconds; below 0: for ever. */
  @SuppressWarnings("MissingSummary")
  public enum Queue {
    OFFER,
    PUT_ALL,
    POLL,
    PEEK,
    DRAIN,
    SIZE,
    CAPACITY,
    SHUTDOWN,
    HAS_ENDED,
    TASK_DONE,
    JOIN,
    END_WRITING,
    WRITERS
  }

  /** Of locks; the first argument is the caller's thread. */
  @SuppressWarnings("MissingSummary")
  public enum Lock {
    TRY_LOCK,
    UNLOCK,
    IS_LOCKED,
    HOLD_COUNT
  }

  /** Of conditions; the first argument is the caller's thread. */
  @SuppressWarnings("MissingSummary")
  public enum Condition {
    AWAIT,
    SIGNAL,
    LOCK
  }

  /** Of semaphores. */
  @SuppressWarnings("MissingSummary")
  public enum Semaphore {
    TRY_ACQUIRE,
    RELEASE,
    AVAILABLE
  }

  /** Of events. */
  @SuppressWarnings("MissingSummary")
  public enum Event {
    IS_SET,
    SET,
    CLEAR,
    AWAIT
  }

  /** Of barriers. */
  @SuppressWarnings("MissingSummary")
  public enum Barrier {
    AWAIT,
    ABORT,
    RESET,
    IS_BROKEN,
    PARTIES,
    WAITING
  }

  /** Of values. */
  @SuppressWarnings("MissingSummary")
  public enum Value {
    GET,
    SET,
    GET_AND_SET,
    COMPARE_AND_SET
  }
}
