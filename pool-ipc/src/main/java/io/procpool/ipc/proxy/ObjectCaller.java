package io.procpool.ipc.proxy;

import io.procpool.ipc.pickle.ClassDefinitions;
import org.jspecify.annotations.Nullable;

/** Where managed objects are, and how they are called. Thread-safe. */
public interface ObjectCaller {

  /**
   * Calls a method of an object and waits for what it comes to.
   *
   * @throws InterruptedException if interrupted and the call was withdrawn
   * @throws Throwable what the object threw
   */
  @Nullable Object call(
      ObjectReference object, int method, CallManner manner, @Nullable Object... arguments)
      throws Throwable;

  /** What the object's answers are read by: classes are looked up by that loader first. */
  ClassDefinitions classesSeenBy(ClassLoader loader);

  /** How other processes find the manager. */
  ManagerLocation location();

  /** Says that this process has a proxy of the object from now on. */
  void hold(long object);

  /** Says that one proxy of the object is not reachable any more. May not block. */
  void release(long object);
}
