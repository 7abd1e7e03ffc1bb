package io.procpool.runtime.manager;

import io.procpool.QueueEndedException;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue; its end is told by a shutdown. That no process is left that may put something is not its
 * end: one may get the queue later, from another object or by its name.
 */
final class ServedQueue implements Served {

  private static final Methods.Queue[] METHODS = Methods.Queue.values();

  private final int capacity;
  private final Writers writers = new Writers();
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLine elementCame = new WaitingLine(lock);
  private final WaitingLine roomCame = new WaitingLine(lock);
  private final WaitingLine allDone = new WaitingLine(lock);
  // All guarded by lock.
  private final ArrayDeque<Object> elements = new ArrayDeque<>();
  private long taken;
  private long undone;
  private long unsaid; // taken, and not said to be done
  private boolean ended;

  /** An empty queue. */
  ServedQueue(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public ManagedKind kind() {
    return ManagedKind.QUEUE;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws InterruptedException {
    lock.lock();
    try {
      return switch (METHODS[method]) {
        case OFFER -> {
          writers.check(caller.session());
          yield offer(a.get(0), new Patience(a.nanos(1)), waiter);
        }
        case PUT_ALL -> {
          writers.check(caller.session());
          boolean fits = a.elements(0).size() <= capacity - elements.size();
          yield waiter.isThread() || fits ? putAll(a) : WAITS;
        }
        case POLL -> poll(new Patience(a.nanos(0)), caller, waiter);
        case PEEK -> elements.peek();
        case DRAIN -> drain(a.number(0));
        case SIZE -> elements.size();
        case CAPACITY -> capacity;
        case SHUTDOWN -> shutdown();
        case HAS_ENDED -> ended;
        case TASK_DONE -> taskDone();
        case JOIN -> join(new Patience(a.nanos(0)), waiter);
        case WRITERS -> writers.count(caller.session());
        case END_WRITING -> {
          writers.end(caller.session());
          yield null;
        }
      };
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void heldBy(SessionLife session) {
    writers.add(session);
  }

  @Override
  public void releasedBy(SessionLife session) {
    writers.remove(session);
  }

  @Override
  public void sessionEnded(SessionLife session) {
    writers.forget(session);
  }

  private Object offer(Object element, Patience patience, Waiter waiter)
      throws InterruptedException {
    checkNotEnded();
    while (elements.size() >= capacity) {
      if (!patience.isLeft()) {
        return false;
      }
      if (!waiter.await(roomCame, patience)) {
        return WAITS;
      }
      checkNotEnded();
    }
    elements.add(element);
    undone++;
    elementCame.signal();
    return true;
  }

  private @Nullable Object putAll(Arguments a) throws InterruptedException {
    for (Object element : a.elements(0)) {
      Object _ = offer(element, new Patience(-1), Waiter.THREAD);
    }
    return null;
  }

  private @Nullable Object poll(Patience patience, Caller caller, Waiter waiter)
      throws InterruptedException {
    while (elements.isEmpty()) {
      if (!patience.isLeft()) {
        return null;
      }
      if (ended) {
        throw new QueueEndedException("the queue has ended and is empty: it was shut down");
      }
      if (!waiter.await(elementCame, patience)) {
        return WAITS;
      }
    }
    if (caller.session().hasEnded()) {
      elementCame.signal(); // nobody is there to get it
      throw new InterruptedException("the client has gone");
    }
    return take();
  }

  private Object take() {
    Object element = elements.remove();
    taken++;
    unsaid++;
    roomCame.signal();
    return element;
  }

  private List<Object> drain(int most) {
    List<Object> drained = new ArrayList<>();
    while (drained.size() < most && !elements.isEmpty()) {
      drained.add(take());
    }
    return drained;
  }

  private @Nullable Object shutdown() {
    ended = true;
    elementCame.signalAll();
    roomCame.signalAll();
    return null;
  }

  private @Nullable Object taskDone() {
    if (unsaid == 0) {
      throw new IllegalStateException(
          "taskDone has been called for every element taken: taken=" + taken);
    }
    unsaid--;
    undone--;
    if (undone == 0) {
      allDone.signalAll();
    }
    return null;
  }

  private Object join(Patience patience, Waiter waiter) throws InterruptedException {
    while (undone > 0) {
      if (!patience.isLeft()) {
        return false;
      }
      if (!waiter.await(allDone, patience)) {
        return WAITS;
      }
    }
    return true;
  }

  private void checkNotEnded() {
    if (ended) {
      throw new QueueEndedException("the queue has ended: it was shut down");
    }
  }
}
