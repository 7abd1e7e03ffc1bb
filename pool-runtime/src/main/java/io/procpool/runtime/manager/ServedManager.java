package io.procpool.runtime.manager;

import io.procpool.Manager;
import io.procpool.ManagerOptions.Registration;
import io.procpool.ManagerServer;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.network.ServerPort;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.proxy.CallWire;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.ManagedProxy;
import io.procpool.ipc.proxy.ManagerDirectory;
import io.procpool.ipc.proxy.ManagerLocation;
import io.procpool.ipc.proxy.ObjectCaller;
import io.procpool.ipc.proxy.ObjectReference;
import io.procpool.ipc.proxy.ProxyManager;
import io.procpool.ipc.proxy.UserProxy;
import io.procpool.ipc.proxy.Welcome;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A manager's server in this process. Its threads, all daemons: one that accepts, one a session
 * that reads, virtual ones for calls that wait, and a virtual one that drops what nobody holds.
 */
final class ServedManager
    implements ManagerServer, ManagerDirectory.Server, ProxyManager.Home, AutoCloseable {

  private static final Duration MOST_SWEEP_PAUSE = Duration.ofSeconds(10);
  private static final Duration LEAST_SWEEP_PAUSE = Duration.ofMillis(50);

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final ServerSetup setup;
  private final ServerPort port;
  private final ClassLoader loader = ApplicationLoader.ofCaller(); // the opener's
  private final UUID id = UUID.randomUUID();
  private final ManagerLocation location;
  private final ObjectTable objects;
  private final ServedRoot root;
  private final RemoteTypes remoteTypes = new RemoteTypes();
  private final Map<Named, Registration> registered = new ConcurrentHashMap<>();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sessionNumbers = new AtomicInteger();
  private final SessionLife ownLife = new SessionLife();
  private final Manager ownManager = new ProxyManager(this);
  private final CountDownLatch closed = new CountDownLatch(1);

  private ServedManager(ServerSetup setup, ServerPort port) {
    this.setup = setup;
    this.port = port;
    location = new ManagerLocation(id, ManagerLocation.text(port.address()), setup.keyFile());
    objects = new ObjectTable(setup.linger());
    root = new ServedRoot(this);
    setup.types().forEach(this::add);
  }

  /** What a registration is found by. */
  private record Named(String name, boolean shared) {}

  /** Opens a server behind a port, which it owns from now on. */
  static ServedManager open(ServerSetup setup, ServerPort port) {
    ServedManager server = new ServedManager(setup, port);
    ManagerDirectory.serve(server.id, server);
    Thread.ofVirtual().name(setup.name() + "-sweep").start(server::sweep);
    Thread acceptor = new Thread(server::accept, setup.name() + "-accept");
    acceptor.setDaemon(true);
    acceptor.start();
    return server;
  }

  private void accept() {
    try {
      while (true) {
        begin(port.accept().channel());
      }
    } catch (ClosedChannelException | InterruptedException e) {
      // Nobody interrupts this thread: the server is closed.
    }
  }

  private void begin(FrameChannel channel) {
    int number = sessionNumbers.incrementAndGet();
    String name = setup.name() + "-session-" + number;
    ObjectInputFilter filter = setup.inputFilter();
    CallWire wire =
        filter == null
            ? CallWire.ofTrusting(channel, loader)
            : CallWire.ofFiltering(channel, loader, filter);
    Session session = new Session(this, wire, new OpenRequests(wire, setup.maxOpenCalls(), name));
    sessions.add(session);
    try {
      session.start(name);
    } catch (OutOfMemoryError noThread) {
      sessions.remove(session);
      session.close();
      LOG.log(System.Logger.Level.WARNING, name + " ends, there is no thread for it: " + noThread);
      return;
    }
    if (closed.getCount() == 0) {
      session.close(); // it came as the others were closed
    }
  }

  private void sweep() {
    Duration pause = setup.linger().dividedBy(4);
    pause = pause.compareTo(MOST_SWEEP_PAUSE) > 0 ? MOST_SWEEP_PAUSE : pause;
    pause = pause.compareTo(LEAST_SWEEP_PAUSE) < 0 ? LEAST_SWEEP_PAUSE : pause;
    try {
      while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        objects.sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Registers a type or an object. */
  void register(Registration registration, Caller caller) {
    checkRunsCodeOf(
        caller,
        "register "
            + registration.name()
            + " with ManagerOptions.withType or withShared where it is opened");
    add(registration);
  }

  /** A child keeps values of classes that it has not; a server lets nothing by its filter. */
  boolean keepsSealed() {
    return setup.inputFilter() == null;
  }

  /** A child runs what its clients send; a server, only what its own process does. */
  void checkRunsCodeOf(Caller caller, String instead) {
    if (setup.inputFilter() != null && caller.session() != ownLife) {
      throw new UnsupportedOperationException("a server runs no code of its clients: " + instead);
    }
  }

  private void add(Registration registration) {
    remoteTypes.add(registration.type());
    registered.put(new Named(registration.name(), registration.shared()), registration);
  }

  /** The registration of that name. */
  Registration registration(String name, boolean shared) {
    Registration found = registered.get(new Named(name, shared));
    if (found == null) {
      throw new IllegalArgumentException(
          "nothing is registered with the manager by that name: name="
              + name
              + " shared="
              + shared
              + "; register it by Manager.register, or with ManagerOptions.with"
              + (shared ? "Shared" : "Type")
              + " where the manager is started");
    }
    return found;
  }

  Welcome welcome() {
    return new Welcome(id, ProcessHandle.current().pid(), setup.name());
  }

  ObjectTable objects() {
    return objects;
  }

  /** The object of a number; 0 is the manager itself. */
  Served served(long object) {
    return object == 0 ? root : objects.get(object);
  }

  @Override
  public ObjectCaller object(long object) {
    return new LocalObject(served(object), location, ownLife);
  }

  /** Takes an object in; what stands for it in this process, and travels as its ticket. */
  Object proxyOf(Served served) {
    long number = objects.add(served);
    LocalObject local = new LocalObject(served, location, ownLife);
    ObjectReference reference =
        new ObjectReference(
            local, number, served.kind(), served.type(), local.classesSeenBy(loader));
    if (served instanceof ServedUser user) {
      Object proxy = UserProxy.of(reference);
      user.isProxiedBy(proxy);
      return proxy;
    }
    return served.kind().proxy(reference);
  }

  /** The object that a proxy stands for, if it is one of this server. */
  @Nullable Served servedBy(@Nullable Object proxy) {
    Object handler =
        proxy != null && Proxy.isProxyClass(proxy.getClass())
            ? Proxy.getInvocationHandler(proxy)
            : proxy;
    return handler instanceof ManagedProxy managed
            && managed.reference().caller() instanceof LocalObject local
            && local.owner() == ownLife
        ? local.served()
        : null;
  }

  /** A method's result as it travels: one of a type that is used from afar stays here. */
  @Nullable Object proxied(Method method, @Nullable Object result) {
    return remoteTypes.replaced(
        method,
        result,
        (type, stays) -> proxyOf(new ServedUser(ManagedKind.USER, type, stays, this)));
  }

  void sessionEnded(Session session, SessionLife life) {
    sessions.remove(session);
    objects.all().forEach(served -> served.sessionEnded(life));
  }

  /** How many clients are connected. */
  int sessionCount() {
    return sessions.size();
  }

  @Override
  public SocketAddress address() {
    return port.address();
  }

  @Override
  public Manager manager() {
    return ownManager;
  }

  @Override
  public ObjectCaller caller() {
    return object(0);
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public String place() {
    return location.address();
  }

  @Override
  public void close() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    ManagerDirectory.stopServing(id);
    closePort();
    sessions.forEach(Session::close);
    ownLife.end(); // its calls that wait hear of it
    objects.all().forEach(served -> served.sessionEnded(ownLife)); // those that heed no interrupt
    root.terminatePools();
    setup.closed();
  }

  private void closePort() {
    try {
      port.close();
    } catch (IOException e) {
      // What is left of it goes with the process.
    }
  }
}
