package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import io.procpool.SharedQueue;
import io.procpool.ipc.proxy.Methods.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A managed queue. It ends by shutdown only. */
final class QueueProxy<E> extends ObjectProxy implements SharedQueue<E> {

  QueueProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public void put(E element) throws InterruptedException {
    reference.callInterruptibly(Queue.OFFER, requireNonNull(element, "element"), Answers.FOR_EVER);
  }

  @Override
  public void putAll(Collection<? extends E> elements) throws InterruptedException {
    for (E element : elements) {
      requireNonNull(element, "element");
    }
    reference.callInterruptibly(Queue.PUT_ALL, new ArrayList<>(elements));
  }

  @Override
  public boolean offer(E element) {
    return Answers.truth(reference.call(Queue.OFFER, requireNonNull(element, "element"), 0L));
  }

  @Override
  public boolean offer(E element, Duration timeout) throws InterruptedException {
    return Answers.truth(
        reference.callInterruptibly(
            Queue.OFFER, requireNonNull(element, "element"), Answers.nanos(timeout)));
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return offer(element, Duration.ofNanos(unit.toNanos(timeout)));
  }

  @Override
  public E take() throws InterruptedException {
    return Answers.as(reference.callInterruptibly(Queue.POLL, Answers.FOR_EVER));
  }

  @Override
  public @Nullable E poll() {
    return Answers.as(reference.call(Queue.POLL, 0L));
  }

  @Override
  public @Nullable E poll(Duration timeout) throws InterruptedException {
    return Answers.as(reference.callInterruptibly(Queue.POLL, Answers.nanos(timeout)));
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(Duration.ofNanos(unit.toNanos(timeout)));
  }

  @Override
  public @Nullable E peek() {
    return Answers.as(reference.call(Queue.PEEK));
  }

  @Override
  public int drainTo(Collection<? super E> to, int maxElements) {
    if (maxElements <= 0) {
      return 0;
    }
    List<E> taken = Answers.as(reference.call(Queue.DRAIN, maxElements));
    to.addAll(taken);
    return taken.size();
  }

  @Override
  public int size() {
    return Answers.number(reference.call(Queue.SIZE));
  }

  @Override
  public int capacity() {
    return Answers.number(reference.call(Queue.CAPACITY));
  }

  @Override
  public void shutdown() {
    reference.call(Queue.SHUTDOWN);
  }

  @Override
  public boolean hasEnded() {
    return Answers.truth(reference.call(Queue.HAS_ENDED));
  }

  @Override
  public void endWriting() {
    reference.call(Queue.END_WRITING);
  }

  @Override
  public int writers() {
    return Answers.number(reference.call(Queue.WRITERS));
  }

  @Override
  public void taskDone() {
    reference.call(Queue.TASK_DONE);
  }

  @Override
  public void join() throws InterruptedException {
    reference.callInterruptibly(Queue.JOIN, Answers.FOR_EVER);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return Answers.truth(reference.callInterruptibly(Queue.JOIN, Answers.nanos(timeout)));
  }
}
