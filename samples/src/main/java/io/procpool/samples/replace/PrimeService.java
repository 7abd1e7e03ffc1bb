package io.procpool.samples.replace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Counts primes for eight customers, four before and four after one task that goes wrong. It knows
 * an {@link ExecutorService} and not whether threads or processes are behind it.
 */
public final class PrimeService {

  /** How many customers there are. */
  public static final int CUSTOMERS = 8;

  /** The heap of the service, or of each worker of its pool, in bytes. */
  public static final long HEAP_BYTES = 64L << 20;

  private static final int SIEVE = 8_000_000;
  private static final int PRIMES_BELOW_SIEVE = 539_777;
  private static final long ANSWER_SECONDS = 30;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final ExecutorService executor;

  /** A service that works on {@code executor}, which stays the caller's. */
  public PrimeService(ExecutorService executor) {
    this.executor = executor;
  }

  /** Serves the customers around the disaster and tells what became of them in one line. */
  public String run(Disaster disaster) throws IOException, InterruptedException {
    Path markFile = Files.createTempFile("running", "");
    try {
      int served = serveCustomers(CUSTOMERS / 2);
      Future<Integer> failing = executor.submit(disaster.task(markFile));
      String fate = disaster == Disaster.RUNAWAY ? cancel(failing, markFile) : fate(failing);
      served += serveCustomers(CUSTOMERS / 2);
      return served + " of " + CUSTOMERS + " customers served; the task: " + fate;
    } finally {
      Files.delete(markFile);
    }
  }

  /** Serves {@code count} customers at once and tells how many were given the right answer. */
  private int serveCustomers(int count) throws InterruptedException {
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(executor.submit(() -> primesBelow(SIEVE)));
    }
    return right(answers);
  }

  private static String cancel(Future<?> failing, Path markFile)
      throws IOException, InterruptedException {
    RunningMark mark = new RunningMark(markFile);
    mark.awaitStart();
    failing.cancel(true);
    return mark.endsWithin(STOP_LIMIT) ? "cancelled and stopped" : "cancelled but runs on";
  }

  private static String fate(Future<?> failing) throws InterruptedException {
    try {
      return "gave " + failing.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return "failed with " + String.valueOf(e.getCause()).lines().findFirst().orElse("nothing");
    } catch (TimeoutException e) {
      return "still running";
    }
  }

  private static int right(List<Future<Integer>> answers) throws InterruptedException {
    int right = 0;
    for (Future<Integer> answer : answers) {
      try {
        right += answer.get(ANSWER_SECONDS, TimeUnit.SECONDS) == PRIMES_BELOW_SIEVE ? 1 : 0;
      } catch (ExecutionException | TimeoutException e) {
        // counted by not being counted: the sum says how many customers were served
      }
    }
    return right;
  }

  /** The sieve of Eratosthenes; needs a byte a number. */
  private static int primesBelow(int limit) {
    boolean[] composite = new boolean[limit];
    int primes = 0;
    for (int i = 2; i < limit; i++) {
      if (!composite[i]) {
        primes++;
        for (long multiple = (long) i * i; multiple < limit; multiple += i) {
          composite[(int) multiple] = true;
        }
      }
    }
    return primes;
  }
}
