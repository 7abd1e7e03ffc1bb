package io.procpool.ipc.proxy;

import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.SharedObject;
import org.jspecify.annotations.Nullable;

/** A proxy on its way. The key is not in it, but where this user finds it. */
record ProxyTicket(ManagedKind kind, long object, @Nullable Class<?> type, ManagerLocation location)
    implements SharedObject.Ticket {

  @Override
  public Object redeem() {
    return redeem(ApplicationLoader.own());
  }

  @Override
  public Object redeem(ClassLoader loader) {
    ObjectCaller caller = ManagerDirectory.find(location, object);
    return kind.proxy(
        new ObjectReference(caller, object, kind, type, caller.classesSeenBy(loader)));
  }
}
