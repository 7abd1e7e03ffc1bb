package io.procpool.runtime.manager;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.memory.Lookout;
import io.procpool.ipc.pickle.ClassMissingException;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.proxy.CallWire;
import io.procpool.ipc.proxy.ManagedKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client process. Its reader is a platform thread that reads frames, runs what need not wait,
 * and sends the answers when nothing more has come, with those of calls that what it ran has let go
 * on; {@link OpenRequests} runs the rest.
 */
final class Session {

  private static final int MAX_ARGUMENTS = 256;
  private static final int MAX_BATCH_BYTES = 64 << 10;
  private static final int KEPT_BATCH_BYTES = 1 << 20;
  private static final long LOOK_NANOS = 50_000;
  private static final long STACK_BYTES = 1 << 19;

  private final ServedManager server;
  private final CallWire wire;
  private final SessionLife life = new SessionLife();
  private final Caller caller = new Caller(life, 0);
  private final OpenRequests open;
  private final Lookout lookout = new Lookout(LOOK_NANOS);
  private final Set<Long> held = new HashSet<>(); // the reader's
  private final List<Request> granted = new ArrayList<>(); // the reader's
  private PickleBuffer batch = new PickleBuffer(); // the reader's

  Session(ServedManager server, CallWire wire, OpenRequests open) {
    this.server = server;
    this.wire = wire;
    this.open = open;
  }

  void start(String name) {
    Thread reader = new Thread(null, this::run, name, STACK_BYTES);
    reader.setDaemon(true);
    reader.start();
  }

  private void run() {
    try {
      welcome();
      FrameChannel channel = wire.channel();
      Frame frame;
      while ((frame = next(channel)) != null) {
        take(frame);
        answerGranted();
        if (batch.length() > 0 && (batch.length() > MAX_BATCH_BYTES || !channel.hasStaged())) {
          sendBatch();
        }
      }
    } catch (IOException | RuntimeException ended) {
      // The client has gone, or sends what no client sends: either way its session ends.
    } finally {
      end();
    }
  }

  /** Looks out for a while before it sleeps. */
  private @Nullable Frame next(FrameChannel channel) throws IOException {
    if (!channel.hasStaged() && lookout.isWorthIt()) {
      Lookout.Look look = lookout.begin();
      boolean found;
      do {
        found = channel.hasInput();
      } while (!found && look.goOn());
      look.end(found);
    }
    return channel.receive();
  }

  private void welcome() throws IOException {
    PickleBuffer body = new PickleBuffer();
    server.welcome().write(body);
    wire.send(FrameType.WELCOME, body);
  }

  private void sendBatch() throws IOException {
    wire.send(FrameType.REPLY, batch);
    if (batch.bytes().length > KEPT_BATCH_BYTES) {
      batch = new PickleBuffer();
    } else {
      batch.clear();
    }
  }

  private void take(Frame frame) throws IOException {
    PickleSource body = wire.open(frame);
    switch (frame.type()) {
      case CALL -> call(body);
      case CANCEL -> open.withdraw(body.readVarLong());
      case HOLD -> hold(body.readVarLong());
      case RELEASE -> {
        while (body.remaining() > 0) {
          release(body.readVarLong());
        }
      }
      default -> throw new IOException("no client sends " + frame.type());
    }
  }

  private void hold(long object) {
    if (!held.contains(object) && server.objects().hold(object, life)) {
      held.add(object);
    }
  }

  private void release(long object) {
    if (held.remove(object)) {
      server.objects().release(object, life);
    }
  }

  private void call(PickleSource body) throws IOException {
    long id = body.readVarLong();
    long object = body.readVarLong();
    int method = body.readVarInt();
    int count = body.readVarInt();
    if (count < 0 || count > MAX_ARGUMENTS) {
      throw new IOException("no client sends so many arguments: " + count);
    }
    try {
      Served served = server.served(object);
      if (served.kind() == ManagedKind.USER || served.kind() == ManagedKind.POOL) {
        open.start(id, () -> served.call(method, arguments(body, count), caller, Waiter.THREAD));
        return;
      }
      Invocation called = new Invocation(served, method, arguments(body, count), caller);
      ParkedRequest request = new ParkedRequest(id, called, open, granted::add);
      Object result = request.run();
      if (result != Served.WAITS) {
        Replies.value(wire, batch, id, result);
      } else if (!request.isParked()) {
        open.start(id, () -> called.run(Waiter.THREAD));
      }
    } catch (IOException gone) {
      throw gone;
    } catch (ClassMissingException missing) {
      if (server.keepsSealed()) {
        Replies.unread(wire, batch, id, missing);
      } else {
        Replies.thrown(wire, batch, id, missing);
      }
    } catch (Throwable thrown) {
      Replies.thrown(wire, batch, id, thrown);
    }
  }

  private void answerGranted() {
    granted.forEach(request -> open.answer(request, batch));
    granted.clear();
  }

  private Arguments arguments(PickleSource body, int count) {
    @Nullable Object[] values = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = wire.read(body);
    }
    return new Arguments(values);
  }

  /** Frees what the process held; its descriptors first, which the rest may need. */
  private void end() {
    life.end();
    close();
    open.withdrawAll();
    server.sessionEnded(this, life);
    held.forEach(object -> server.objects().release(object, life));
  }

  /** Ends the connection; the reader does the rest. */
  void close() {
    try {
      wire.channel().close();
    } catch (IOException e) {
      // It is given up either way.
    }
  }
}
