package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import io.procpool.ManagedValue;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.Namespace;
import io.procpool.Pool;
import io.procpool.RunnableTask;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.Task;
import io.procpool.TaskFunction;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.proxy.Methods.Root;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A manager by calls of its object 0, in this process or another. */
@SuppressWarnings("EnumOrdinal") // a number on the wire is a place in its enum
public final class ProxyManager implements Manager {

  private final Home home;

  /** Where the manager is. */
  public interface Home {

    /** How its objects are called now; connects again where that is needed and possible. */
    ObjectCaller caller();

    /** Its process id. */
    long pid();

    /** Where it is, for messages; asks and starts nothing. */
    String place();

    /** What closing the manager does here. */
    void close();
  }

  /** A manager at home there. */
  public ProxyManager(Home home) {
    this.home = home;
  }

  @Override
  public <K, V> ConcurrentMap<K, V> map() {
    return create(ManagedKind.MAP, null);
  }

  @Override
  public <E extends @Nullable Object> List<E> list() {
    return create(ManagedKind.LIST, null);
  }

  @Override
  public <E> Set<E> set() {
    return create(ManagedKind.SET, null);
  }

  @Override
  public Namespace namespace() {
    return create(ManagedKind.NAMESPACE, null);
  }

  @Override
  public <E> SharedQueue<E> queue(int capacity) {
    if (capacity < 1 || capacity > SharedQueue.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity must be within 1 and " + SharedQueue.MAX_CAPACITY + ": " + capacity);
    }
    return create(ManagedKind.QUEUE, capacity);
  }

  @Override
  public SharedLock lock() {
    return create(ManagedKind.LOCK, null);
  }

  @Override
  public SharedReentrantLock reentrantLock() {
    return create(ManagedKind.REENTRANT_LOCK, null);
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must be at least 0: " + permits);
    }
    return create(ManagedKind.SEMAPHORE, permits);
  }

  @Override
  public SharedCondition condition() {
    return condition(reentrantLock());
  }

  @Override
  public SharedCondition condition(SharedLock lock) {
    if (!(requireNonNull(lock, "lock") instanceof LockProxy)) {
      throw new IllegalArgumentException(
          "a managed condition is for a lock of the same manager: make one by manager.lock()");
    }
    return create(ManagedKind.CONDITION, lock);
  }

  @Override
  public SharedEvent event() {
    return create(ManagedKind.EVENT, null);
  }

  @Override
  public SharedBarrier barrier(int parties) {
    return newBarrier(parties, null);
  }

  @Override
  public SharedBarrier barrier(int parties, RunnableTask action) {
    return newBarrier(parties, requireNonNull(action, "action"));
  }

  private SharedBarrier newBarrier(int parties, @Nullable RunnableTask action) {
    if (parties < 1 || parties > SharedBarrier.MAX_PARTIES) {
      throw new IllegalArgumentException(
          "parties must be within 1 and " + SharedBarrier.MAX_PARTIES + ": " + parties);
    }
    return Answers.as(root().call(Root.CREATE, ManagedKind.BARRIER.ordinal(), parties, action));
  }

  @Override
  public <T extends @Nullable Object> ManagedValue<T> value(T initial) {
    return create(ManagedKind.VALUE, initial);
  }

  @Override
  public <E extends @Nullable Object> List<E> array(int length) {
    return array(Arrays.asList(newArray(length)));
  }

  @SuppressWarnings("unchecked")
  private static <E> E[] newArray(int length) {
    return (E[]) new Object[length];
  }

  @Override
  public <E extends @Nullable Object> List<E> array(Collection<? extends E> elements) {
    return create(ManagedKind.ARRAY, new ArrayList<>(elements));
  }

  @Override
  public Pool pool(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1: " + workers);
    }
    return create(ManagedKind.POOL, workers);
  }

  @Override
  public <T> void register(Class<T> type, Task<? extends T> factory) {
    ManagerOptions.defaults().withType(type, factory).types().forEach(this::register);
  }

  @Override
  public <T> void register(
      String name, Class<T> type, TaskFunction<? super Manager, ? extends T> factory) {
    ManagerOptions.defaults().withShared(name, type, factory).types().forEach(this::register);
  }

  private void register(ManagerOptions.Registration registration) {
    Object _ = root().call(Root.REGISTER, registration);
  }

  @Override
  public <T> T create(Class<T> type) {
    return type.cast(requireNonNull(root().call(Root.CREATE_TYPE, type.getName())));
  }

  @Override
  public <T> T shared(String name, Class<T> type) {
    return type.cast(requireNonNull(root().call(Root.SHARED, requireNonNull(name, "name"))));
  }

  @Override
  public SocketAddress address() {
    return home.caller().location().socketAddress();
  }

  @Override
  public long pid() {
    return home.pid();
  }

  @Override
  public void close() {
    home.close();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private <T> T create(ManagedKind kind, @Nullable Object argument) {
    return Answers.as(root().call(Root.CREATE, kind.ordinal(), argument));
  }

  private ObjectReference root() {
    ObjectCaller caller = home.caller();
    ClassDefinitions classes = caller.classesSeenBy(ApplicationLoader.ofCaller());
    return new ObjectReference(caller, 0, ManagedKind.ROOT, null, classes);
  }

  @Override
  public String toString() {
    return "Manager at " + home.place();
  }
}
