package io.procpool.surroundings.springboot;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.SharedQueue;
import io.procpool.TaskFailedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Answers requests by tasks, as a controller of an application on the web would. */
@Component
class Controller {

  private final Pool pool;

  Controller(Pool pool) {
    this.pool = pool;
  }

  record Order(String item, int price) {}

  static final class OutOfStockException extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfStockException(String item) {
      super(item);
    }
  }

  List<Integer> squares(int count) {
    return pool.map(x -> x * x, IntStream.range(0, count).boxed().toList());
  }

  Order priced(String item) {
    return pool.apply(order -> new Order(order.item(), 42), new Order(item, 0));
  }

  String failure(String item) {
    try {
      return pool.apply(Controller::outOfStock, item);
    } catch (TaskFailedException e) {
      Throwable cause = e.getCause();
      return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
  }

  private static String outOfStock(String item) throws OutOfStockException {
    throw new OutOfStockException(item);
  }

  int fromAProcess() throws InterruptedException {
    try (SharedQueue<Order> queue = SharedQueue.create(1)) {
      JvmProcess process = JvmProcess.start(to -> to.put(new Order("answer", 42)), queue);
      int price = queue.take().price();
      process.join();
      return price;
    }
  }

  Map<String, Order> fromAManager() {
    try (Manager manager = Manager.start()) {
      ConcurrentMap<String, Order> orders = manager.map();
      pool.apply(shared -> shared.put("a", new Order("a", 1)), orders);
      return Map.copyOf(orders);
    }
  }
}
