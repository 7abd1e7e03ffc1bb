package app;

import app.greeting.Greeter;
import app.model.Account;
import app.model.Box;
import app.model.Color;
import app.model.Counter;
import app.model.Overdrawn;
import app.model.Point;
import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.Pool;
import io.procpool.SharedQueue;
import io.procpool.TaskFailedException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** Ends with exit code 0 if all works that is to work with what is open. */
public final class Main {

  private static final String ADVICE =
      "module app must open app.model to io.procpool.ipc: add `opens app.model to io.procpool.ipc;`"
          + " to its module-info.java, or start the program with"
          + " --add-opens=app/app.model=io.procpool.ipc";

  private Main() {}

  /**
   * Runs all.
   *
   * @param args whether app.model is open: true or false
   */
  public static void main(String[] args) throws Exception {
    boolean open = Boolean.parseBoolean(args[0]);
    try (Pool pool = Pool.create(1)) {
      inPool(pool);
      expect(
          "record", open, "Point[x=2, y=1]", () -> "" + pool.apply(Main::turned, new Point(1, 2)));
      expect("record as a result", open, "1", () -> "" + pool.apply(() -> new Point(1, 2)).x());
      expect("plain class", open, "6", () -> "" + pool.apply(Main::more, new Box(5)).content());
    }
    inProcess();
    inManager(open);
    System.out.println("all works");
  }

  private static void inPool(Pool pool) throws Exception {
    int captured = 1;
    expect("lambda", "[2, 3]", pool.map(x -> x + captured, List.of(1, 2)));
    Function<Integer, Integer> plus = x -> x + captured;
    Function<Integer, Integer> composed = plus.andThen(Main::twice);
    expect("plain lambda", 4, asExecutor(pool, () -> composed.apply(1)));
    expect("method reference", "[GREEN, RED]", pool.map(Color::next, List.of(Color.values())));
    expect("enum", true, pool.apply(color -> color.next(), Color.RED) == Color.GREEN);
    expect("Serializable", "[a] 7", pool.apply(a -> a.plus(2), new Account(List.of("a"), 5)));
    try {
      pool.apply(() -> Main.fail());
      throw new IllegalStateException("a failure was not told");
    } catch (TaskFailedException e) {
      expect("exception", 3L, ((Overdrawn) e.getCause()).missing());
    }
    expect("module", "module app", pool.apply(() -> Main.class.getModule().toString()));
    expect("service", "[dear x]", pool.apply(() -> greetings("x")));
    expect("pool in a worker", "[2]", pool.apply(() -> Main.nested()));
  }

  private static <T> T asExecutor(ExecutorService executor, Callable<T> task) throws Exception {
    return executor.submit(task).get();
  }

  private static int twice(int number) {
    return 2 * number;
  }

  private static Point turned(Point point) {
    return new Point(point.y(), point.x());
  }

  private static Box more(Box box) {
    return new Box(box.content() + 1);
  }

  private static int fail() {
    throw new Overdrawn(3);
  }

  private static List<String> greetings(String name) {
    return ServiceLoader.load(Greeter.class).stream().map(p -> p.get().greet(name)).toList();
  }

  private static List<Integer> nested() {
    try (Pool pool = Pool.create(1)) {
      return pool.map(x -> x + greetings("x").size(), List.of(1));
    }
  }

  private static void inProcess() throws Exception {
    try (SharedQueue<Account> queue = SharedQueue.create(2)) {
      JvmProcess process = JvmProcess.start(Main::put, new Account(List.of("b"), 1), queue);
      process.join();
      expect("process", "[b] 3", queue.take());
    }
  }

  private static void put(Account account, SharedQueue<Account> queue) {
    queue.offer(account.plus(2));
  }

  private static void inManager(boolean open) throws Exception {
    ManagerOptions options = ManagerOptions.defaults().withType(Counter.class, Counter.Plain::new);
    try (Manager manager = Manager.start(options)) {
      Map<Color, Account> map = manager.map();
      map.put(Color.RED, new Account(List.of(), 1));
      expect("managed map", "[] 1", map.get(Color.RED));
      expect("managed counter", open, "2", () -> "" + manager.create(Counter.class).add(2));
    }
  }

  private static void expect(String what, boolean open, String expected, Callable<String> call)
      throws Exception {
    String found;
    try {
      found = call.call();
    } catch (RuntimeException e) {
      found = e.getMessage();
    }
    if (open ? !expected.equals(found) : !found.contains(ADVICE)) {
      throw new IllegalStateException(what + ": open=" + open + ", found=" + found);
    }
  }

  private static void expect(String what, Object expected, Object found) {
    if (!expected.equals(expected instanceof String ? "" + found : found)) {
      throw new IllegalStateException(what + ": expected=" + expected + ", found=" + found);
    }
  }
}
