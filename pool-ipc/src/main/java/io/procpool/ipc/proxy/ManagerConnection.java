package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import io.procpool.CallTimedOutException;
import io.procpool.ManagerLostException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.memory.Lookout;
import io.procpool.ipc.network.ClientPort;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This process's connection to a manager. Calls of all threads go over it at once; {@link
 * ReplyReading} says who reads.
 */
public final class ManagerConnection implements ObjectCaller, AutoCloseable {

  /** How long a call that is out of time waits for the word that it was withdrawn. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Up to so large a call waits for others to be written together with it. */
  private static final int MAX_LEFT_BYTES = 2048;

  private final CallWire wire;
  private final ManagerLocation location;
  private final Welcome welcome;
  private final OpenCalls calls = new OpenCalls();
  private final ReplyReading reading;
  private final HeldObjects held;
  private final Sealing sealing = new Sealing();
  private final AtomicBoolean lost = new AtomicBoolean();
  private volatile long callTimeoutNanos = ReplyReading.FOR_EVER;
  private volatile boolean oldest = true; // proxies that are read are of this connection anyway
  private volatile Supplier<String> fate = () -> "";

  private ManagerConnection(CallWire wire, Welcome welcome, ManagerLocation location) {
    this.wire = wire;
    this.welcome = welcome;
    this.location = location;
    this.held = new HeldObjects(wire);
    this.reading = new ReplyReading(wire, calls, this::lose, welcome.name());
  }

  /**
   * Connects.
   *
   * @param keyFile where this user's other processes find the key
   * @param callTimeout how long a call may take; 0: for ever
   * @throws IllegalArgumentException if the key is too short, or the address needs encryption or
   *     consent
   * @throws io.procpool.AuthenticationException if the manager has another key
   * @throws ManagerLostException if there is no manager there
   */
  public static ManagerConnection open(
      SocketAddress address,
      byte[] key,
      String keyFile,
      Duration callTimeout,
      NetworkOptions options) {
    try {
      FrameChannel channel =
          ClientPort.connect(address, requireNonNull(key, "key"), options).channel();
      try {
        awaitWelcome(channel, options.handshakeTimeout());
        return welcomed(channel, address, keyFile, callTimeout);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ManagerLostException(
          "cannot reach a manager: address="
              + ManagerLocation.text(address)
              + ": "
              + e.getMessage()
              + "; is its server running?",
          e);
    }
  }

  /** A server that lets a client in, but does not get as far as to serve it, holds up nobody. */
  private static void awaitWelcome(FrameChannel channel, Duration limit) throws IOException {
    long begun = System.nanoTime();
    long left = TimeUnit.NANOSECONDS.convert(limit);
    while (!channel.awaitInput(false, left)) {
      left = TimeUnit.NANOSECONDS.convert(limit) - (System.nanoTime() - begun);
      if (left <= 0) {
        throw new IOException("it has let this client in, but does not serve it within " + limit);
      }
    }
  }

  private static ManagerConnection welcomed(
      FrameChannel channel, SocketAddress address, String keyFile, Duration callTimeout)
      throws IOException {
    Frame frame = channel.receive();
    if (frame == null) {
      throw new IOException("it has ended the connection before it said who it is");
    }
    if (frame.type() != FrameType.WELCOME) {
      throw new IOException("it does not speak as a manager: " + frame);
    }
    CallWire wire = CallWire.ofClient(channel);
    Welcome welcome = Welcome.read(wire.open(frame));
    ManagerConnection connection =
        new ManagerConnection(
            wire,
            welcome,
            new ManagerLocation(welcome.id(), ManagerLocation.text(address), keyFile));
    connection.callTimeoutNanos =
        callTimeout.isZero() ? ReplyReading.FOR_EVER : TimeUnit.NANOSECONDS.convert(callTimeout);
    connection.oldest = ManagerDirectory.add(connection);
    return connection;
  }

  /** Says what to add to the message when the manager is lost; may wait a little to know. */
  public void explainBy(Supplier<String> fate) {
    this.fate = fate;
  }

  /** Whether it cannot be used any more; looks whether its end has come. */
  boolean isLost() {
    if (!lost.get()) {
      reading.readWhatIsThere();
    }
    return lost.get();
  }

  /** Who the server says it is. */
  public Welcome welcome() {
    return welcome;
  }

  @Override
  public ManagerLocation location() {
    return location;
  }

  @Override
  public void hold(long object) {
    if (object != 0) {
      held.hold(object);
    }
  }

  @Override
  public void release(long object) {
    if (object != 0) {
      held.release(object);
    }
  }

  @Override
  public ClassDefinitions classesSeenBy(ClassLoader loader) {
    return wire.classesSeenBy(loader);
  }

  @Override
  public @Nullable Object call(
      ObjectReference object, int method, CallManner manner, @Nullable Object... arguments)
      throws Throwable {
    if (manner.heedsInterrupts() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    held.sendReleased();
    PendingCall call = answered(object, method, manner, arguments);
    if (call.kind() == ReplyKind.UNREAD) {
      call = answered(object, method, manner, sealing.all(arguments));
    }
    return result(call, object);
  }

  /** Sends a call and waits until it is done. */
  private PendingCall answered(
      ObjectReference object, int method, CallManner manner, @Nullable Object[] arguments)
      throws InterruptedException {
    boolean heedsInterrupts = manner.heedsInterrupts();
    PendingCall call = calls.open();
    try {
      send(call, object.id(), method, manner, arguments);
      reading.await(call, heedsInterrupts, callTimeoutNanos);
      if (!call.isDone()) {
        withdraw(call, object, heedsInterrupts);
      }
      return call;
    } finally {
      calls.close(call);
    }
  }

  private void send(
      PendingCall call, long object, int method, CallManner manner, @Nullable Object[] arguments) {
    PickleBuffer body = new PickleBuffer();
    body.writeVarLong(call.id);
    body.writeVarLong(object);
    body.writeVarInt(method);
    body.writeVarInt(arguments.length);
    for (Object argument : arguments) {
      wire.write(argument, body);
    }
    try {
      boolean small = body.length() <= MAX_LEFT_BYTES && body.arrays().isEmpty();
      if (manner == CallManner.AT_ONCE || !small || !reading.gathers()) {
        wire.send(FrameType.CALL, body);
      } else {
        wire.leave(FrameType.CALL, body);
        Lookout.letOthersRun(); // those who call meanwhile leave theirs too: one write takes all
        wire.push();
      }
    } catch (IOException e) {
      lose(e);
    }
  }

  private @Nullable Object result(PendingCall call, ObjectReference object) throws Throwable {
    return switch (call.kind()) {
      case VALUE ->
          oldest
              ? wire.read(call.payload(), object.classes())
              : ManagerDirectory.readFrom(this, () -> wire.read(call.payload(), object.classes()));
      case THROWN, UNREAD -> throw wire.readThrowable(call.payload(), object.classes());
      case CANCELLED -> throw new InterruptedException("the call was withdrawn");
    };
  }

  /**
   * Interrupted, or out of time: returns if the call is done all the same, so that nothing that it
   * has taken meanwhile is lost.
   */
  private void withdraw(PendingCall call, ObjectReference object, boolean heeds)
      throws InterruptedException {
    boolean interrupted = heeds && Thread.interrupted();
    boolean timed = callTimeoutNanos != ReplyReading.FOR_EVER;
    PickleBuffer body = new PickleBuffer(16);
    body.writeVarLong(call.id);
    try {
      wire.send(FrameType.CANCEL, body);
    } catch (IOException e) {
      lose(e);
    }
    reading.await(call, false, timed ? GRACE_NANOS : ReplyReading.FOR_EVER);
    if (call.isDone() && call.kind() != ReplyKind.CANCELLED) {
      if (interrupted) {
        Thread.currentThread().interrupt(); // too late to withdraw: the caller's next wait heeds it
      }
      return;
    }
    if (interrupted) {
      throw new InterruptedException();
    }
    throw new CallTimedOutException(
        "a call of "
            + object
            + " did not end in time: callTimeout="
            + Duration.ofNanos(callTimeoutNanos));
  }

  private void lose(IOException cause) {
    if (lost.getAndSet(true)) {
      return;
    }
    ManagerDirectory.remove(this);
    String why = fate.get();
    String message =
        "manager "
            + welcome.name()
            + " (pid="
            + welcome.pid()
            + ") is lost: address="
            + location.address()
            + why
            + ": "
            + cause.getMessage()
            + "; its objects are gone if its process has ended";
    calls.failAll(() -> new ManagerLostException(message, cause));
    closeChannel();
  }

  /** Ends the connection: waiting and later calls fail. */
  @Override
  public void close() {
    lose(new IOException("this process has closed its connection"));
  }

  private void closeChannel() {
    try {
      wire.channel().close();
    } catch (IOException e) {
      // It is given up either way.
    }
  }
}
