package io.procpool.samples;

import io.procpool.JvmProcess;
import io.procpool.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Two producers, two consumers, one bounded queue: each a process of its own. The consumers stop
 * when the queue says that every number was taken and no more will come.
 */
public final class ProducerConsumer {

  private static final int PRODUCERS = 2;
  private static final int CONSUMERS = 2;
  private static final int EACH = 50_000;

  private ProducerConsumer() {}

  /** Sums the numbers of all producers in all consumers, and checks the total. */
  public static void main(String[] args) throws Exception {
    try (SharedQueue<Integer> numbers = SharedQueue.create(1000);
        SharedQueue<Long> sums = SharedQueue.create(CONSUMERS)) {
      List<JvmProcess> producers = new ArrayList<>();
      List<JvmProcess> consumers = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        producers.add(JvmProcess.start(ProducerConsumer::produce, numbers, i * EACH));
      }
      for (int i = 0; i < CONSUMERS; i++) {
        consumers.add(JvmProcess.start(ProducerConsumer::consume, numbers, sums));
      }
      for (JvmProcess producer : producers) {
        producer.join();
      }
      numbers.shutdown();
      long total = 0;
      for (int i = 0; i < CONSUMERS; i++) {
        long sum = sums.take();
        System.out.println("a consumer's sum: " + sum);
        total += sum;
      }
      for (JvmProcess consumer : consumers) {
        consumer.join();
      }
      long count = (long) PRODUCERS * EACH;
      long expected = count * (count - 1) / 2;
      System.out.println(
          "total: " + total + (total == expected ? " (right)" : " (WRONG: " + expected + ")"));
    }
  }

  private static void produce(SharedQueue<Integer> numbers, int first) throws InterruptedException {
    for (int i = first; i < first + EACH; i++) {
      numbers.put(i);
    }
  }

  private static void consume(SharedQueue<Integer> numbers, SharedQueue<Long> sums)
      throws InterruptedException {
    long sum = 0;
    try {
      while (true) {
        sum += numbers.take();
      }
    } catch (io.procpool.QueueEndedException e) {
      sums.put(sum);
    }
  }
}
