package io.procpool.ipc.memory;

import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedSemaphore;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;

/** The other process of the tests of semaphores, conditions, events and barriers. */
final class WaitPeer {

  /** Longer than any of these tests may take. */
  private static final Duration LONG = Duration.ofSeconds(50);

  private WaitPeer() {}

  public static void main(String[] args) throws Exception {
    Object shared = Tickets.redeem(Object.class, args[0]);
    Peer.serve(question ->
        switch (shared) {
          case SharedSemaphore semaphore -> answer(semaphore, question);
          case SharedCondition condition -> answer(condition, question);
          case SharedEvent event -> answer(event, question);
          case SharedBarrier barrier -> answer(barrier, question);
          default -> throw new IllegalArgumentException(shared.toString());
        });
  }

  private static String answer(SharedSemaphore semaphore, String question)
      throws InterruptedException {
    return switch (question) {
      case "acquire" -> "" + semaphore.tryAcquire(LONG);
      case "try" -> "" + semaphore.tryAcquire();
      case "release" -> {
        semaphore.release();
        yield "released";
      }
      default -> throw new IllegalArgumentException(question);
    };
  }

  private static String answer(SharedCondition condition, String question)
      throws InterruptedException {
    condition.lock().lock();
    try {
      switch (question) {
        case "await" -> {
          return "" + condition.await(LONG);
        }
        case "signal" -> condition.signal();
        case "die holding" -> Runtime.getRuntime().halt(9);
        default -> throw new IllegalArgumentException(question);
      }
    } finally {
      condition.lock().unlock();
    }
    return "done";
  }

  private static String answer(SharedEvent event, String question) throws InterruptedException {
    switch (question) {
      case "await" -> {
        return "" + event.await(LONG);
      }
      case "set" -> event.set();
      case "clear" -> event.clear();
      default -> throw new IllegalArgumentException(question);
    }
    return "done";
  }

  private static String answer(SharedBarrier barrier, String question) throws Exception {
    String[] words = question.split(" ");
    switch (words[0]) {
      case "await" -> {
        return "" + barrier.await(LONG);
      }
      case "pass" -> {
        return pass(barrier, Integer.parseInt(words[1]));
      }
      case "abort" -> barrier.abort();
      default -> throw new IllegalArgumentException(question);
    }
    return "done";
  }

  /** Passes that often and adds up the places. */
  private static String pass(SharedBarrier barrier, int times)
      throws InterruptedException, BrokenBarrierException {
    long places = 0;
    for (int i = 0; i < times; i++) {
      places += barrier.await();
    }
    return "" + places;
  }
}
