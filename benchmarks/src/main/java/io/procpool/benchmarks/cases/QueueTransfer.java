package io.procpool.benchmarks.cases;

import io.procpool.JvmProcess;
import io.procpool.SharedBarrier;
import io.procpool.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of 512 bytes through one shared queue, from producers in processes of their own to
 * consumers: this process if there is one, else processes too. They live as long as the case; a
 * barrier begins and ends each repetition.
 */
final class QueueTransfer implements Case {

  private static final int CAPACITY = 1000;
  private static final int MESSAGE_BYTES = 480; // with its header about 512 on the way
  private static final int MESSAGES = 240_000;

  private final SharedQueue<byte[]> queue = SharedQueue.create(CAPACITY);
  private final SharedBarrier barrier;
  private final List<JvmProcess> processes = new ArrayList<>();
  private final boolean consumesHere;

  QueueTransfer(int producers, int consumers) {
    consumesHere = consumers == 1;
    barrier = SharedBarrier.create(producers + (consumesHere ? 0 : consumers) + 1);
    for (int i = 0; i < producers; i++) {
      processes.add(JvmProcess.start(QueueTransfer::produce, setup(MESSAGES / producers)));
    }
    for (int i = 0; !consumesHere && i < consumers; i++) {
      processes.add(JvmProcess.start(QueueTransfer::consumeForEver, setup(MESSAGES / consumers)));
    }
  }

  /** What a child inherits. */
  private record Setup(SharedQueue<byte[]> queue, SharedBarrier barrier, int messages) {}

  private Setup setup(int messages) {
    return new Setup(queue, barrier, messages);
  }

  @Override
  public Unit unit() {
    return Unit.MESSAGES_PER_SECOND;
  }

  @Override
  public int jvms() {
    return processes.size();
  }

  @Override
  public double once() throws Exception {
    barrier.await();
    long begin = System.nanoTime();
    if (consumesHere) {
      consume(queue, MESSAGES);
    }
    barrier.await();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(true, queue.isEmpty());
    return MESSAGES / seconds;
  }

  private static void produce(Setup setup) throws Exception {
    while (true) {
      setup.barrier.await();
      for (int i = 0; i < setup.messages; i++) {
        byte[] message = new byte[MESSAGE_BYTES];
        message[0] = (byte) i;
        setup.queue.put(message);
      }
      setup.barrier.await();
    }
  }

  private static void consumeForEver(Setup setup) throws Exception {
    while (true) {
      setup.barrier.await();
      consume(setup.queue, setup.messages);
      setup.barrier.await();
    }
  }

  private static void consume(SharedQueue<byte[]> queue, int messages) throws Exception {
    for (int i = 0; i < messages; i++) {
      Check.same(MESSAGE_BYTES, queue.take().length);
    }
  }

  @Override
  public void close() {
    processes.forEach(JvmProcess::kill);
    queue.close();
    barrier.close();
  }
}
