package io.procpool.ipc.proxy;

import io.procpool.ManagerLostException;
import io.procpool.ipc.exit.LazyCleaner;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.SharedObject;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A managed object as a proxy sees it. While the proxy is reachable and not closed, the object is
 * held.
 */
@SuppressWarnings("EnumOrdinal") // a number on the wire is a place in its enum
public final class ObjectReference {

  private static final LazyCleaner CLEANER = new LazyCleaner();

  private final ObjectCaller caller;
  private final long id;
  private final ManagedKind kind;
  private final @Nullable Class<?> type;
  private final ClassDefinitions classes;
  private final Hold hold;
  private final Cleaner.Cleanable cleanable;

  /** What is given back, once; must not refer to the reference. */
  private static final class Hold implements Runnable {
    private final ObjectCaller caller;
    private final long id;
    private final AtomicBoolean over = new AtomicBoolean();

    Hold(ObjectCaller caller, long id) {
      this.caller = caller;
      this.id = id;
    }

    @Override
    public void run() {
      if (!over.getAndSet(true)) {
        caller.release(id);
      }
    }
  }

  /**
   * A reference that holds the object.
   *
   * @param type the interface of a user's object; else null
   * @param classes what answers are read by
   */
  public ObjectReference(
      ObjectCaller caller,
      long id,
      ManagedKind kind,
      @Nullable Class<?> type,
      ClassDefinitions classes) {
    this.caller = caller;
    this.id = id;
    this.kind = kind;
    this.type = type;
    this.classes = classes;
    this.hold = new Hold(caller, id);
    caller.hold(id);
    cleanable = CLEANER.register(this, hold);
  }

  /** The object's number in its manager; 0 is the manager itself. */
  public long id() {
    return id;
  }

  /** What it is. */
  public ManagedKind kind() {
    return kind;
  }

  /** Its interface, if it is a user's object. */
  public @Nullable Class<?> type() {
    return type;
  }

  /** What answers are read by. */
  ClassDefinitions classes() {
    return classes;
  }

  /** Where it is. */
  public ObjectCaller caller() {
    return caller;
  }

  /** Calls a method that does not heed interrupts. */
  @Nullable Object call(Enum<?> method, @Nullable Object... arguments) {
    try {
      return invoke(method.ordinal(), CallManner.PLAIN, arguments);
    } catch (Throwable thrown) {
      throw ObjectReference.<RuntimeException>unchecked(thrown);
    }
  }

  /** Calls a method that waits for nothing, and that others may wait for. */
  @Nullable Object callAtOnce(Enum<?> method, @Nullable Object... arguments) {
    try {
      return invoke(method.ordinal(), CallManner.AT_ONCE, arguments);
    } catch (Throwable thrown) {
      throw ObjectReference.<RuntimeException>unchecked(thrown);
    }
  }

  /** Calls a method that heeds interrupts. */
  @Nullable Object callInterruptibly(Enum<?> method, @Nullable Object... arguments)
      throws InterruptedException {
    try {
      return invoke(method.ordinal(), CallManner.INTERRUPTIBLE, arguments);
    } catch (Throwable thrown) {
      throw ObjectReference.<RuntimeException>unchecked(thrown);
    }
  }

  /** Calls a method by its number. */
  @Nullable Object invoke(int method, CallManner manner, @Nullable Object... arguments)
      throws Throwable {
    if (hold.over.get()) {
      throw new IllegalStateException("this proxy of a " + kind.label() + " is closed");
    }
    try {
      return caller.call(this, method, manner, arguments);
    } finally {
      java.lang.ref.Reference.reachabilityFence(this);
    }
  }

  /** What travels. */
  SharedObject.Ticket ticket() {
    if (hold.over.get()) {
      throw new IllegalStateException("this proxy of a " + kind.label() + " is closed");
    }
    return new ProxyTicket(kind, id, type, caller.location());
  }

  /** Gives the object up; calls fail from here on. */
  void close() {
    cleanable.clean();
  }

  /** What the object is asked; something else if its manager is lost, or the proxy closed. */
  <T> T askOr(T otherwise, Supplier<T> question) {
    try {
      return hold.over.get() ? otherwise : question.get();
    } catch (ManagerLostException lost) {
      return otherwise;
    }
  }

  /** Whether both are of the same object. */
  boolean sameAs(ObjectReference other) {
    return id == other.id && caller.location().id().equals(other.caller.location().id());
  }

  /** A hash that proxies of the same object share. */
  int hash() {
    return Long.hashCode(id) * 31 + caller.location().id().hashCode();
  }

  @Override
  public String toString() {
    return kind.label()
        + (type == null ? "" : " " + type.getName())
        + " "
        + id
        + " at "
        + caller.location().address();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
