package io.procpool.runtime.manager;

import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.proxy.CallWire;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one client process that wait or run users' code, each on a virtual thread of its own
 * that answers and ends. Bounded. Calls are added by the session's reader alone.
 */
final class OpenRequests {

  private final CallWire wire;
  private final int most;
  private final String name;
  private final Map<Long, Request> open = new ConcurrentHashMap<>();

  /** One call. */
  private static final class Request {
    private volatile boolean withdrawn;
    private @Nullable Thread thread; // written before it is in the map
  }

  OpenRequests(CallWire wire, int most, String name) {
    this.wire = wire;
    this.most = most;
    this.name = name;
  }

  /** Begins to run a call. */
  void start(long id, CallBody body) throws IOException {
    if (open.size() >= most) {
      PickleBuffer reply = new PickleBuffer();
      Replies.thrown(wire, reply, id, tooMany());
      wire.send(FrameType.REPLY, reply);
      return;
    }
    Request request = new Request();
    Thread thread =
        Thread.ofVirtual().name(name + "-call-" + id).unstarted(() -> run(id, request, body));
    request.thread = thread;
    open.put(id, request);
    thread.start();
  }

  private IllegalStateException tooMany() {
    return new IllegalStateException(
        "too many calls of this process wait in the manager: open="
            + open.size()
            + " maxOpenCalls="
            + most
            + "; see ManagerOptions.withMaxOpenCalls");
  }

  /** The rest of a call, on a thread that may wait. */
  interface CallBody extends Callable<@Nullable Object> {

    @Override
    @Nullable Object call() throws Exception;
  }

  private void run(long id, Request request, CallBody body) {
    PickleBuffer reply = new PickleBuffer();
    try {
      Replies.value(wire, reply, id, body.call());
    } catch (InterruptedException e) {
      if (request.withdrawn) {
        Replies.cancelled(reply, id);
      } else {
        Replies.thrown(wire, reply, id, e);
      }
    } catch (Throwable thrown) {
      Replies.thrown(wire, reply, id, thrown);
    }
    open.remove(id);
    try {
      wire.send(FrameType.REPLY, reply);
    } catch (IOException e) {
      // The client has gone; its session ends by itself.
    }
  }

  /** Withdraws a call: interrupts it if it is still open. */
  void withdraw(long id) {
    Request request = open.get(id);
    if (request != null) {
      withdraw(request);
    }
  }

  /** Withdraws all. */
  void withdrawAll() {
    open.values().forEach(OpenRequests::withdraw);
  }

  private static void withdraw(Request request) {
    request.withdrawn = true;
    Thread thread = request.thread;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
