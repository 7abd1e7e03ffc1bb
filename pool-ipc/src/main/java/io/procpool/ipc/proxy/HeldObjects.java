package io.procpool.ipc.proxy;

import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.pickle.PickleBuffer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which objects this process has proxies of, and how often. The server hears of the first and, some
 * time after, of the end of the last: several at a time, before the next call or by themselves.
 */
final class HeldObjects {

  private static final Duration DELAY = Duration.ofMillis(100);

  private final CallWire wire;
  private final Map<Long, Integer> proxies = new HashMap<>();
  private final Set<Long> released = new LinkedHashSet<>();
  private volatile boolean anyReleased;

  HeldObjects(CallWire wire) {
    this.wire = wire;
  }

  synchronized void hold(long object) {
    if (proxies.merge(object, 1, Integer::sum) == 1 && !released.remove(object)) {
      PickleBuffer body = new PickleBuffer(16);
      body.writeVarLong(object);
      send(FrameType.HOLD, body);
    }
  }

  synchronized void release(long object) {
    if (proxies.merge(object, -1, Integer::sum) > 0) {
      return;
    }
    proxies.remove(object);
    released.add(object);
    if (!anyReleased) {
      anyReleased = true;
      Thread.ofVirtual().name("procpool-release").start(this::sendLater);
    }
  }

  private void sendLater() {
    try {
      Thread.sleep(DELAY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sendReleased();
  }

  /** Tells the server what has been released, if anything. */
  void sendReleased() {
    if (anyReleased) {
      sendAll();
    }
  }

  private synchronized void sendAll() {
    anyReleased = false;
    if (!released.isEmpty()) {
      PickleBuffer body = new PickleBuffer(16 + 4 * released.size());
      released.forEach(body::writeVarLong);
      released.clear();
      send(FrameType.RELEASE, body);
    }
  }

  private void send(FrameType type, PickleBuffer body) {
    try {
      wire.send(type, body);
    } catch (IOException e) {
      // The connection has ended, and with it all that it held; the next call says so.
    }
  }
}
