package io.procpool.surroundings;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.TaskFailedException;
import io.procpool.WorkerDiedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a program does with procpool every day: a process of its own, calls of a pool with lambdas,
 * records and exceptions, a lock and a queue, a manager, a crash. It ends with exit code 0 if all
 * of it works.
 */
public final class Everyday {

  private static final int ITEMS = 100;
  private static final int EXIT_CODE = 7;
  private static final List<Integer> NUMBERS = IntStream.range(0, ITEMS).boxed().toList();

  private record Point(int x, int y) {
    Point mirrored() {
      return new Point(y, x);
    }
  }

  private static final class OddNumberException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int number;

    OddNumberException(int number) {
      super("ungerade, tek, нечётное: " + number);
      this.number = number;
    }
  }

  private Everyday() {}

  /** Does it all once. Directories that are named by arguments are removed before. */
  public static void main(String[] args) throws Exception {
    for (String directory : args) {
      Files.delete(Path.of(directory));
    }
    try (SharedLock lock = SharedLock.create();
        SharedQueue<Integer> queue = SharedQueue.create(ITEMS)) {
      startAProcess(lock, queue);
      PoolOptions options =
          PoolOptions.defaults().withWorkers(2).withInitializer(Shared::keep, lock, queue);
      try (Pool pool = Pool.open(options)) {
        callWithLambdasAndRecords(pool);
        callByPlainLambdas(pool);
        failWithAnException(pool);
        shareALockAndAQueue(pool, queue);
        useAManager(pool);
        crash(pool);
      }
    }
    System.out.println("all works");
  }

  private static void startAProcess(SharedLock lock, SharedQueue<Integer> queue) throws Exception {
    JvmProcess process = JvmProcess.start(Everyday::answer, lock, queue);
    process.join();
    expect("exit code of the process", 0, process.exitCode().orElseThrow());
    expect("answer of the process", 42, queue.take());
  }

  private static void answer(SharedLock lock, SharedQueue<Integer> queue) {
    lock.lock();
    try {
      queue.offer(42);
    } finally {
      lock.unlock();
    }
  }

  private static void callWithLambdasAndRecords(Pool pool) {
    List<Integer> squares = NUMBERS.stream().map(x -> x * x).toList();
    expect("map", squares, pool.map(x -> x * x, NUMBERS));
    List<Integer> inOrder = new ArrayList<>();
    try (ResultIterator<Integer> results = pool.imap(x -> x * x, NUMBERS)) {
      results.forEachRemaining(inOrder::add);
    }
    expect("imap", squares, inOrder);
    expect("apply", new Point(2, 1), pool.apply(Point::mirrored, new Point(1, 2)));
    pool.apply(() -> System.out.println("a worker prints"));
  }

  /** As a program that knows its pool as an executor. */
  private static void callByPlainLambdas(ExecutorService executor) throws Exception {
    int captured = 1;
    Function<Integer, Integer> plus = x -> x + captured;
    Function<Integer, Integer> both = plus.andThen(x -> x * 2);
    Callable<Integer> task = () -> both.apply(1);
    if (Everyday.class.getModule().isNativeAccessEnabled()) {
      expect("plain lambda", 4, executor.submit(task).get());
      return;
    }
    try {
      executor.submit(task);
      throw new IllegalStateException("a plain lambda was taken without means");
    } catch (RejectedExecutionException told) {
      expect("advice", true, told.getMessage().contains("--enable-native-access=ALL-UNNAMED"));
    }
  }

  private static void failWithAnException(Pool pool) {
    try {
      pool.apply(Everyday::half, 3);
      throw new IllegalStateException("an exception was not told");
    } catch (TaskFailedException told) {
      OddNumberException odd = (OddNumberException) told.getCause();
      expect("number of the exception", 3, odd.number);
      expect("text of the exception", new OddNumberException(3).getMessage(), odd.getMessage());
    }
  }

  private static int half(int number) throws OddNumberException {
    if (number % 2 != 0) {
      throw new OddNumberException(number);
    }
    return number / 2;
  }

  private static void shareALockAndAQueue(Pool pool, SharedQueue<Integer> queue) throws Exception {
    pool.map(Shared::offerUnderLock, NUMBERS);
    int sum = 0;
    for (int taken = 0; taken < ITEMS; taken++) {
      sum += queue.take();
    }
    expect("sum of the queue", ITEMS * (ITEMS - 1) / 2, sum);
  }

  private static void useAManager(Pool pool) {
    try (Manager manager = Manager.start()) {
      ConcurrentMap<String, Point> map = manager.map();
      pool.apply(shared -> shared.put("a", new Point(1, 2)), map);
      expect("map of the manager", new Point(1, 2), map.get("a"));
    }
  }

  private static void crash(Pool pool) {
    try {
      pool.apply(() -> Runtime.getRuntime().halt(EXIT_CODE));
      throw new IllegalStateException("a crash was not told");
    } catch (WorkerDiedException told) {
      expect("exit code of the crash", EXIT_CODE, told.exitCode());
    }
  }

  private static void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new IllegalStateException(what + ": expected=" + expected + ", found=" + found);
    }
  }

  /** What the workers share by their initializer. */
  private static final class Shared {
    private static SharedLock lock;
    private static SharedQueue<Integer> queue;

    static void keep(SharedLock lock, SharedQueue<Integer> queue) {
      Shared.lock = lock;
      Shared.queue = queue;
    }

    static boolean offerUnderLock(int number) {
      lock.lock();
      try {
        return queue.offer(number);
      } finally {
        lock.unlock();
      }
    }
  }
}
