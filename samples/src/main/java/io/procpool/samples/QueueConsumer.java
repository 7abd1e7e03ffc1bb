package io.procpool.samples;

import io.procpool.Manager;
import io.procpool.QueueEndedException;
import io.procpool.SharedQueue;

/**
 * Takes numbers from the queue {@code jobs} of a {@link SharedQueueServer} and puts their squares
 * into {@code results}, until {@code jobs} is shut down. Arguments: the server's path and key.
 */
public final class QueueConsumer {

  private QueueConsumer() {}

  /** Works until there are no more jobs. */
  public static void main(String[] args) throws Exception {
    try (Manager manager =
        Manager.connect(SharedQueueServer.address(args), SharedQueueServer.key(args))) {
      @SuppressWarnings("unchecked")
      SharedQueue<Integer> jobs = manager.shared("jobs", SharedQueue.class);
      @SuppressWarnings("unchecked")
      SharedQueue<Long> results = manager.shared("results", SharedQueue.class);
      while (true) {
        long number = jobs.take();
        results.put(number * number);
      }
    } catch (QueueEndedException e) {
      System.out.println("no more jobs");
    }
  }
}
