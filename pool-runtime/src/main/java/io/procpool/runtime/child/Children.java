package io.procpool.runtime.child;

import io.procpool.JvmProcess;
import io.procpool.ipc.exit.ExitActions;
import io.procpool.ipc.exit.ExitSignal;
import io.procpool.spi.CurrentWorker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The living processes that this one has started, and their end with its own. As it exits it waits
 * for those that are no daemons; then it asks the others to end, and kills what has not within the
 * grace time. If a signal ends it, now or while it waits, it asks all of them. Any thread may call.
 */
final class Children {

  /** Shorter than the 10 s after which a container is killed that was asked to stop. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How often it is looked for a signal while others are waited for. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Set<ChildProcess> living = new LinkedHashSet<>(); // guarded by this, as atExit
  private ExitActions.@Nullable Added atExit;

  /**
   * Takes in a child that is about to start.
   *
   * @throws IllegalStateException if this process exits, and could not wait for the child
   */
  synchronized void add(ChildProcess child) {
    if (atExit == null) {
      try {
        atExit = ExitActions.add(ExitActions.Stage.CHILDREN, this::end);
      } catch (IllegalStateException exits) {
        requireDaemon(child, exits);
      }
    }
    living.add(child);
  }

  private static void requireDaemon(ChildProcess child, IllegalStateException exits) {
    if (!child.isDaemon()) {
      throw new IllegalStateException(
          "this process exits and cannot wait for process %s any more; start it before, or by ProcessOptions.withDaemon(true)"
              .formatted(child.name()),
          exits);
    }
  }

  /** A child has ended, or did not start. */
  synchronized void remove(ChildProcess child) {
    living.remove(child);
    if (living.isEmpty() && atExit != null) {
      atExit.remove();
      atExit = null;
    }
    notifyAll();
  }

  /** Those that have begun to execute, oldest first. */
  synchronized List<JvmProcess> active() {
    return living.stream()
        .filter(ChildProcess::hasStarted)
        .filter(JvmProcess::isAlive)
        .<JvmProcess>map(child -> child)
        .toList();
  }

  private void end() {
    awaitOthers();
    each(ChildProcess::terminate);
    if (!awaitNone(child -> true, GRACE_NANOS)) {
      each(ChildProcess::kill);
    }
  }

  private void awaitOthers() {
    Predicate<ChildProcess> other = child -> !child.isDaemon();
    if (!awaitNone(other, 0)) {
      CurrentWorker.lingers();
    }
    while (!ExitSignal.hasArrived() && !awaitNone(other, LOOK_NANOS)) {}
  }

  private synchronized void each(Consumer<ChildProcess> action) {
    living.forEach(action);
  }

  /** Waits until none of them lives; false if the time is up first. */
  private synchronized boolean awaitNone(Predicate<ChildProcess> which, long nanos) {
    long end = System.nanoTime() + nanos;
    while (living.stream().anyMatch(which)) {
      long rest = end - System.nanoTime();
      if (rest <= 0) {
        return false;
      }
      await(rest);
    }
    return true;
  }

  @SuppressWarnings("WaitNotInLoop") // called in one
  private synchronized void await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      return; // one who interrupts all threads there are does not mean this one
    }
  }
}
