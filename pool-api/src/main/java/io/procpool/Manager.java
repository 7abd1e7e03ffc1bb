package io.procpool;

import io.procpool.spi.Providers;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a process of their own, used through proxies that may be sent anywhere: as arguments
 * and results of tasks, through queues, into other managed objects.
 *
 * <pre>{@code
 * try (Manager manager = Manager.start(); Pool pool = Pool.create(4)) {
 *   ConcurrentMap<String, Integer> counts = manager.map();
 *   pool.map(word -> counts.merge(word, 1, Integer::sum), words);
 * }
 * }</pre>
 *
 * <p><b>A call</b> of a proxy's method is a message to the manager's process and back; arguments
 * and results are copies, except proxies, which stay proxies. Any thread may call any method; calls
 * of one process share one connection. An interrupt withdraws a call of a method that heeds
 * interrupts. What the object throws is thrown here, with the trace of the manager's process.
 *
 * <p><b>Collections'</b> iterators, streams, views, {@code toString} and {@code equals} go through
 * a copy fetched in one call; what an iterator or view sets, adds or removes is so in the object,
 * too. Those of a list throw {@link java.util.ConcurrentModificationException} once others have
 * moved elements. {@code compute}, {@code merge} and their kin of a map run here and store if the
 * entry is as it was.
 *
 * <p><b>Life.</b> An object lives as long as a proxy of it is reachable in a connected process, or
 * another managed object holds it, and then for {@link ManagerOptions#linger()}. A process that
 * ends gives up what it held: its locks are free, and the next holder gets {@link
 * AbandonedLockException} once; its waiting calls are withdrawn. When the manager's process ends,
 * every waiting and later call throws {@link ManagerLostException}.
 *
 * <p><b>Locks</b> are owned by a thread of a client process.
 */
public interface Manager extends AutoCloseable {

  /** Starts a manager with the default options. */
  static Manager start() {
    return start(ManagerOptions.defaults());
  }

  /**
   * Starts a process that holds the objects. It ends with {@link #close()}, or with this process.
   * One that a class initializer asks for in a worker or another child starts when it is used.
   *
   * @throws WorkerStartException if it cannot be started
   * @throws IllegalStateException if it would be deeper than {@link ManagerOptions#maxNesting()}
   *     below the program
   * @throws NotSendableException if a registered factory cannot travel
   */
  static Manager start(ManagerOptions options) {
    return Providers.managers().start(options);
  }

  /** As {@link #connect(SocketAddress, byte[], ManagerOptions)} with the default options. */
  static Manager connect(SocketAddress address, byte[] key) {
    return connect(address, key, ManagerOptions.defaults());
  }

  /**
   * Connects to a manager's server.
   *
   * @param key the server's
   * @throws ManagerLostException if there is none
   * @throws AuthenticationException if it has another key
   */
  static Manager connect(SocketAddress address, byte[] key, ManagerOptions options) {
    return Providers.managers().connect(address, key, options);
  }

  /** As {@link #serve(SocketAddress, byte[], ManagerOptions)} with the default options. */
  static void serve(SocketAddress address, byte[] key) throws InterruptedException {
    serve(address, key, ManagerOptions.defaults());
  }

  /**
   * Is a manager's server until this thread is interrupted. For one that does not block see {@link
   * ManagerServer}.
   *
   * @throws InterruptedException when interrupted, after the server has been closed
   */
  static void serve(SocketAddress address, byte[] key, ManagerOptions options)
      throws InterruptedException {
    try (ManagerServer _ = ManagerServer.open(address, key, options)) {
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  /** A new map, empty. Null keys and values are refused. */
  <K, V> ConcurrentMap<K, V> map();

  /** A new list, empty. */
  <E extends @Nullable Object> List<E> list();

  /** A new set, empty. Null is refused. */
  <E> Set<E> set();

  /** A new namespace, empty. */
  Namespace namespace();

  /** A new queue without a limit. */
  default <E> SharedQueue<E> queue() {
    return queue(SharedQueue.MAX_CAPACITY);
  }

  /**
   * A new queue. It ends by {@link SharedQueue#shutdown} only, not when the last process that may
   * put something has left: another may get the queue later, from a managed object, by its name or
   * by a proxy on its way. {@link SharedQueue#writers} counts the client processes that have the
   * queue at this moment, as far as they have not {@linkplain SharedQueue#endWriting ended
   * writing}; the manager's own objects may put, and do not count.
   *
   * @param capacity most elements in the queue, 1 to {@link SharedQueue#MAX_CAPACITY}
   */
  <E> SharedQueue<E> queue(int capacity);

  /** A new lock, held by nobody. */
  SharedLock lock();

  /** A new reentrant lock, held by nobody. */
  SharedReentrantLock reentrantLock();

  /** A new semaphore, that may be given more permits than it started with. */
  SharedSemaphore semaphore(int permits);

  /** A new condition with a reentrant lock of its own. */
  SharedCondition condition();

  /** A new condition for a lock of this manager. */
  SharedCondition condition(SharedLock lock);

  /** A new event, not set. */
  SharedEvent event();

  /** A new barrier for so many threads. */
  SharedBarrier barrier(int parties);

  /**
   * A new barrier that runs an action each time it trips, before the parties go on: as {@link
   * SharedBarrier#create(int, RunnableTask)} says, but in the manager's process.
   *
   * @throws NotSendableException if the action cannot travel
   * @throws UnsupportedOperationException if the manager was connected to: a server runs no code of
   *     its clients; it may have such a barrier {@linkplain #shared(String, Class) for all}
   */
  SharedBarrier barrier(int parties, RunnableTask action);

  /** A new value. */
  <T extends @Nullable Object> ManagedValue<T> value(T initial);

  /** A new list of a fixed length, all null. */
  <E extends @Nullable Object> List<E> array(int length);

  /** A new list of a fixed length with these elements. */
  <E extends @Nullable Object> List<E> array(Collection<? extends E> elements);

  /** A pool whose workers are children of the manager's process. Its results are proxies. */
  Pool pool(int workers);

  /**
   * Registers a type, as {@link ManagerOptions#withType} does before the start: from now on {@link
   * #create} makes objects of it. Who registers a type again replaces its factory.
   *
   * @param type an interface; its methods, and no others, can be called by proxies. What a method
   *     of any such type returns as this type, or as a {@code List} of it, is a proxy here
   * @param factory runs in the manager's process
   * @throws NotSendableException if the factory cannot travel
   * @throws UnsupportedOperationException if the manager was connected to: a server runs no code of
   *     its clients, its types are those it was opened with
   */
  <T> void register(Class<T> type, Task<? extends T> factory);

  /**
   * Registers one object for all under a name, as {@link ManagerOptions#withShared(String, Class,
   * TaskFunction)} does before the start; otherwise as {@link #register(Class, Task)}. An object
   * that was made already stays.
   *
   * @param factory runs in the manager's process, at the first use
   */
  <T> void register(String name, Class<T> type, TaskFunction<? super Manager, ? extends T> factory);

  /**
   * A new object of a {@linkplain #register registered} type.
   *
   * @throws IllegalArgumentException if the type is not registered there
   */
  <T> T create(Class<T> type);

  /**
   * The one object of a type that is {@linkplain ManagerOptions#withShared(Class, Task) registered
   * as shared}; made at its first use.
   */
  default <T> T shared(Class<T> type) {
    return shared(type.getName(), type);
  }

  /**
   * The one object that is {@linkplain ManagerOptions#withShared(String, Class, TaskFunction)
   * registered} under a name; made at its first use.
   *
   * @throws IllegalArgumentException if the name is not registered there
   */
  <T> T shared(String name, Class<T> type);

  /** Where its server listens. */
  SocketAddress address();

  /** The process id of its server, on the server's machine. */
  long pid();

  /**
   * Ends a manager that {@link #start} started, with all its objects; of one that was connected to,
   * only the connection of this process. Does nothing the second time.
   */
  @Override
  void close();
}
