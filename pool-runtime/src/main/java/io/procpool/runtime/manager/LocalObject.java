package io.procpool.runtime.manager;

import io.procpool.ManagerLostException;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.SealedValue;
import io.procpool.ipc.proxy.CallManner;
import io.procpool.ipc.proxy.ManagerLocation;
import io.procpool.ipc.proxy.ObjectCaller;
import io.procpool.ipc.proxy.ObjectReference;
import org.jspecify.annotations.Nullable;

/**
 * A managed object as proxies in the server's own process have it: they call it directly, in their
 * own thread, and keep it while they are reachable.
 *
 * @param owner whose locks threads of this process hold
 */
record LocalObject(Served served, ManagerLocation location, SessionLife owner)
    implements ObjectCaller {

  @Override
  public @Nullable Object call(
      ObjectReference object, int method, CallManner manner, @Nullable Object... arguments)
      throws Throwable {
    Object result = call(method, manner, arguments);
    SealedValue.requireOpen(result);
    return result;
  }

  private @Nullable Object call(int method, CallManner manner, @Nullable Object[] arguments)
      throws Throwable {
    if (owner.hasEnded()) {
      throw closed(null);
    }
    boolean heedsInterrupts = manner == CallManner.INTERRUPTIBLE || served instanceof ServedUser;
    boolean interrupted = !heedsInterrupts && Thread.interrupted();
    LocalCall call = owner.enter();
    try {
      while (true) {
        try {
          return served.call(method, new Arguments(arguments), new Caller(owner, 0), Waiter.THREAD);
        } catch (Throwable e) {
          if (owner.hasEnded()) {
            throw closed(e); // whatever users' code has made of the interrupt
          }
          if (heedsInterrupts || !(e instanceof InterruptedException)) {
            throw e;
          }
          interrupted = true;
        }
      }
    } finally {
      owner.leave(call);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ManagerLostException closed(@Nullable Throwable cause) {
    return new ManagerLostException(
        "the manager's server, in this process, was closed: address=" + location.address(), cause);
  }

  @Override
  public ClassDefinitions classesSeenBy(ClassLoader loader) {
    return new ClassDefinitions(loader); // no answer is read
  }

  @Override
  public void hold(long object) {
    // The proxy refers to the object.
  }

  @Override
  public void release(long object) {
    // As above.
  }
}
