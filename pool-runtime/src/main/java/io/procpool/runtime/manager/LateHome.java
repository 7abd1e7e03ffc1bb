package io.procpool.runtime.manager;

import io.procpool.ipc.proxy.ObjectCaller;
import io.procpool.ipc.proxy.ProxyManager;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A home whose process starts when it is used first, if ever. Any thread may call. */
final class LateHome implements ProxyManager.Home {

  private final Supplier<ProxyManager.Home> start;
  private ProxyManager.@Nullable Home started; // guarded by this, as closed
  private boolean closed;

  LateHome(Supplier<ProxyManager.Home> start) {
    this.start = start;
  }

  @Override
  public ObjectCaller caller() {
    return home().caller();
  }

  @Override
  public long pid() {
    return home().pid();
  }

  @Override
  public String place() {
    ProxyManager.Home used;
    synchronized (this) {
      used = started;
    }
    return used == null ? "no place yet" : used.place();
  }

  @Override
  public void close() {
    ProxyManager.Home used;
    synchronized (this) {
      closed = true;
      used = started;
    }
    if (used != null) {
      used.close();
    }
  }

  private synchronized ProxyManager.Home home() {
    ProxyManager.Home used = started;
    if (used == null) {
      if (closed) {
        throw new IllegalStateException("this manager was closed before it was used");
      }
      used = start.get();
      started = used;
    }
    return used;
  }
}
