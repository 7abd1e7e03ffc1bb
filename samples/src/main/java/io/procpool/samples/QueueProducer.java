package io.procpool.samples;

import io.procpool.Manager;
import io.procpool.SharedQueue;

/**
 * Puts numbers into the queue {@code jobs} of a {@link SharedQueueServer} and adds up what comes
 * back in {@code results}. Arguments: the server's path and key, and how many numbers.
 */
public final class QueueProducer {

  private QueueProducer() {}

  /** Sends jobs, then takes as many results. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    try (Manager manager =
        Manager.connect(SharedQueueServer.address(args), SharedQueueServer.key(args))) {
      @SuppressWarnings("unchecked")
      SharedQueue<Integer> jobs = manager.shared("jobs", SharedQueue.class);
      @SuppressWarnings("unchecked")
      SharedQueue<Long> results = manager.shared("results", SharedQueue.class);
      Thread feeder =
          Thread.ofPlatform()
              .start(() -> {
                for (int number = 1; number <= count; number++) {
                  put(jobs, number);
                }
              });
      long sum = 0;
      for (int i = 0; i < count; i++) {
        sum += results.take();
      }
      feeder.join();
      jobs.shutdown();
      System.out.println("sum of squares: " + sum);
    }
  }

  private static void put(SharedQueue<Integer> jobs, int number) {
    try {
      jobs.put(number);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the feeder", e);
    }
  }
}
