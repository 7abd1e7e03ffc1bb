package io.procpool.runtime.manager;

import static java.util.Objects.requireNonNull;

import io.procpool.ManagerOptions.Registration;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.RunnableTask;
import io.procpool.SharedQueue;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The manager itself, object 0: makes the others. */
final class ServedRoot implements Served {

  private static final Methods.Root[] METHODS = Methods.Root.values();
  private static final ManagedKind[] KINDS = ManagedKind.values();

  private final ServedManager server;
  private final Map<String, Object> shared = new HashMap<>(); // guarded by itself
  private final Set<Pool> pools = ConcurrentHashMap.newKeySet(); // those that may not have ended

  ServedRoot(ServedManager server) {
    this.server = server;
  }

  @Override
  public ManagedKind kind() {
    return ManagedKind.ROOT;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws Throwable {
    return switch (METHODS[method]) {
      case CREATE -> {
        ManagedKind kind = KINDS[a.number(0)];
        yield kind == ManagedKind.POOL && !waiter.isThread()
            ? WAITS
            : server.proxyOf(make(kind, a, caller));
      }
      case CREATE_TYPE -> waiter.isThread() ? make(server.registration(a.text(0), false)) : WAITS;
      case SHARED -> waiter.isThread() ? shared(a.text(0)) : WAITS;
      case REGISTER -> {
        server.register(requireNonNull(a.used(0, Registration.class), "registration"), caller);
        yield null;
      }
    };
  }

  private Served make(ManagedKind kind, Arguments a, Caller caller) {
    return switch (kind) {
      case MAP, NAMESPACE -> new ServedMap(kind);
      case LIST -> ServedList.empty();
      case ARRAY -> ServedList.array(a.elements(1));
      case SET -> new ServedSet();
      case QUEUE -> queue(a.number(1));
      case LOCK -> new ServedLock(false);
      case REENTRANT_LOCK -> new ServedLock(true);
      case SEMAPHORE -> new ServedSemaphore(a.number(1));
      case CONDITION -> condition(a.get(1));
      case EVENT -> new ServedEvent();
      case BARRIER -> barrier(a.number(1), a.used(2, RunnableTask.class), caller);
      case VALUE -> new ServedValue(a.any(1));
      case POOL -> pool(a.number(1));
      case ROOT, USER -> throw new IllegalArgumentException("cannot be made so: kind=" + kind);
    };
  }

  private static ServedQueue queue(int capacity) {
    if (capacity < 1 || capacity > SharedQueue.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity must be within 1 and " + SharedQueue.MAX_CAPACITY + ": " + capacity);
    }
    return new ServedQueue(capacity);
  }

  private ServedCondition condition(Object lock) {
    if (server.servedBy(lock) instanceof ServedLock served) {
      return new ServedCondition(served, lock);
    }
    throw new IllegalArgumentException(
        "a managed condition is for a lock of the same manager: make one by manager.lock()");
  }

  private ServedBarrier barrier(int parties, @Nullable RunnableTask action, Caller caller) {
    if (action != null) {
      server.checkRunsCodeOf(
          caller, "make a barrier with an action by ManagerOptions.withShared where it is opened");
    }
    return new ServedBarrier(parties, action);
  }

  private Served pool(int workers) {
    // How long the server lives is for its own program to say.
    Pool pool = Pool.open(PoolOptions.defaults().withWorkers(workers).withDaemon(true));
    pools.removeIf(Pool::isTerminated);
    pools.add(pool);
    return new ServedUser(ManagedKind.POOL, Pool.class, pool, server).whenDropped(pool::shutdown);
  }

  /** The server is closed: nobody can have what its pools still do. */
  void terminatePools() {
    pools.forEach(Pool::terminate);
  }

  private Object make(Registration registration) throws Exception {
    Object made = registration.factory().apply(server.manager());
    return server.servedBy(made) != null
        ? made
        : server.proxyOf(new ServedUser(ManagedKind.USER, registration.type(), made, server));
  }

  private Object shared(String name) throws Exception {
    synchronized (shared) {
      Object known = shared.get(name);
      if (known == null) {
        known = make(server.registration(name, true));
        shared.put(name, known);
      }
      return known;
    }
  }
}
