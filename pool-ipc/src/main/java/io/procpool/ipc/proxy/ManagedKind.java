package io.procpool.ipc.proxy;

/** The built-in kinds of managed objects, and users' own. The order is part of the protocol. */
public enum ManagedKind {
  /** The manager itself. */
  ROOT("Manager"),
  /** A map. */
  MAP("managed map"),
  /** A list, or an array. */
  LIST("managed list"),
  /** A list of a fixed length. */
  ARRAY("managed array"),
  /** A set. */
  SET("managed set"),
  /** A namespace. */
  NAMESPACE("managed namespace"),
  /** A queue. */
  QUEUE("managed queue"),
  /** A lock. */
  LOCK("managed lock"),
  /** A reentrant lock. */
  REENTRANT_LOCK("managed reentrant lock"),
  /** A semaphore. */
  SEMAPHORE("managed semaphore"),
  /** A condition. */
  CONDITION("managed condition"),
  /** An event. */
  EVENT("managed event"),
  /** A barrier. */
  BARRIER("managed barrier"),
  /** A value. */
  VALUE("managed value"),
  /** A pool: an object of the interface Pool. */
  POOL("managed pool"),
  /** An object of a user's interface. */
  USER("managed object");

  private final String label;

  ManagedKind(String label) {
    this.label = label;
  }

  /** What messages call it. */
  public String label() {
    return label;
  }

  /**
   * A proxy. Of a user's object it is the invocation handler, which {@link UserProxy#of} makes a
   * proxy of.
   */
  public Object proxy(ObjectReference reference) {
    return switch (this) {
      case MAP -> new MapProxy<>(reference);
      case LIST, ARRAY -> new ListProxy<>(reference);
      case SET -> new SetProxy<>(reference);
      case NAMESPACE -> new NamespaceProxy(reference);
      case QUEUE -> new QueueProxy<>(reference);
      case LOCK -> new LockProxy(reference);
      case REENTRANT_LOCK -> new ReentrantLockProxy(reference);
      case SEMAPHORE -> new SemaphoreProxy(reference);
      case CONDITION -> new ConditionProxy(reference);
      case EVENT -> new EventProxy(reference);
      case BARRIER -> new BarrierProxy(reference);
      case VALUE -> new ValueProxy<>(reference);
      case POOL, USER -> new UserProxy(reference);
      case ROOT -> throw new IllegalStateException("a manager has no proxy");
    };
  }
}
