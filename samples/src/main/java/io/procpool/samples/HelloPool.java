package io.procpool.samples;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The first page of Python's {@code multiprocessing} manual, in Java. */
public final class HelloPool {

  private HelloPool() {}

  /** Runs the program. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = Pool.create(4)) {
      List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
      System.out.println("map: " + squares);

      int sum = 0;
      for (Integer square : pool.imapUnordered(x -> x * x, IntStream.range(0, 10).boxed())) {
        sum += square; // in the order they finish
      }
      System.out.println("imapUnordered, summed: " + sum);

      AsyncResult<Integer> result = pool.applyAsync(HelloPool::square, 20);
      System.out.println("applyAsync: " + result.get(Duration.ofSeconds(10)));

      Future<Long> fib = pool.submit(() -> fib(30));
      System.out.println("submit: " + fib.get());

      long distinct =
          pool.map(x -> ProcessHandle.current().pid(), List.of(1, 2, 3, 4), 1).stream()
              .filter(pid -> pid != ProcessHandle.current().pid())
              .distinct()
              .count();
      System.out.println("ran outside this process: " + (distinct > 0));

      AsyncResult<String> slow = pool.applyAsync(HelloPool::sleep, Duration.ofSeconds(60));
      try {
        slow.get(Duration.ofMillis(200));
      } catch (TimeoutException e) {
        System.out.println("a result that is not there in time: " + e.getClass().getSimpleName());
      }
      System.out.println("cancelled, and really stopped: " + slow.cancel(true));
    }
  }

  private static int square(int x) {
    return x * x;
  }

  private static long fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  private static String sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
    return "slept";
  }
}
