package io.procpool.runtime.manager;

import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.proxy.CallWire;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one client process that wait or run users' code. Bounded. Those that need a thread
 * have a virtual one each, that answers and ends. Calls are added by the session's reader alone.
 */
final class OpenRequests {

  private final CallWire wire;
  private final int most;
  private final String name;
  private final Map<Long, Request> open = new ConcurrentHashMap<>();

  OpenRequests(CallWire wire, int most, String name) {
    this.wire = wire;
    this.most = most;
    this.name = name;
  }

  /** What a thread of its own runs. */
  @FunctionalInterface
  interface CallBody {

    @Nullable Object run() throws Throwable;
  }

  /** One with a thread. */
  private static final class ThreadRequest extends Request {

    private final CallBody body;
    private volatile @Nullable Thread thread;

    ThreadRequest(long id, CallBody body) {
      super(id);
      this.body = body;
    }

    void run() {
      boolean _ = settle(body); // a thread never leaves it waiting
    }

    @Override
    void withdraw() {
      withdrawn = true;
      Thread runs = thread;
      if (runs != null) {
        runs.interrupt();
      }
    }
  }

  /**
   * Knows a call until it is answered.
   *
   * @throws IllegalStateException if there are too many
   */
  void add(Request request) {
    if (open.size() >= most) {
      throw new IllegalStateException(
          "too many calls of this process wait in the manager: open="
              + open.size()
              + " maxOpenCalls="
              + most
              + "; see ManagerOptions.withMaxOpenCalls");
    }
    open.put(request.id, request);
  }

  /**
   * Begins to run a call on a thread of its own.
   *
   * @throws IllegalStateException if too many calls are open
   */
  void start(long id, CallBody body) {
    ThreadRequest request = new ThreadRequest(id, body);
    Thread thread =
        unstarted(
            id,
            () -> {
              request.run();
              answer(request);
            });
    request.thread = thread;
    add(request);
    thread.start();
  }

  /** Runs a call that has waited on a thread of its own, and answers it unless it waits again. */
  void runElsewhere(ParkedRequest request) {
    Runnable action =
        () -> {
          if (request.runAgain()) {
            answer(request);
          }
        };
    unstarted(request.id, action).start();
  }

  private Thread unstarted(long id, Runnable action) {
    return Thread.ofVirtual().name(name + "-call-" + id).unstarted(action);
  }

  private void answer(Request request) {
    PickleBuffer reply = new PickleBuffer();
    answer(request, reply);
    try {
      wire.send(FrameType.REPLY, reply);
    } catch (IOException e) {
      // The client has gone; its session ends by itself.
    }
  }

  /** Appends the answer; the call is not open any more. */
  void answer(Request request, PickleBuffer to) {
    request.writeAnswer(wire, to);
    open.remove(request.id);
  }

  /** Withdraws a call, if it is still open. */
  void withdraw(long id) {
    Request request = open.get(id);
    if (request != null) {
      request.withdraw();
    }
  }

  /** Withdraws all. */
  void withdrawAll() {
    open.values().forEach(Request::withdraw);
  }
}
