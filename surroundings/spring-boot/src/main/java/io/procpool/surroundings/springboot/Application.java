package io.procpool.surroundings.springboot;

import io.procpool.Pool;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application of Spring Boot with a pool of its own. */
@SpringBootApplication
public class Application {

  /** Closed by Spring with the application. */
  @Bean(destroyMethod = "close")
  Pool pool() {
    return Pool.create(2);
  }

  /** Answers one request of each kind, and stops. */
  public static void main(String[] args) throws Exception {
    SpringApplication application = new SpringApplication(Application.class);
    application.setLogStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run(args)) {
      Controller controller = context.getBean(Controller.class);
      expect("[0, 1, 4, 9]", controller.squares(4));
      expect("Order[item=procpool, price=42]", controller.priced("procpool"));
      expect("OutOfStockException: nothing", controller.failure("nothing"));
      expect("42", controller.fromAProcess());
      expect("{a=Order[item=a, price=1]}", controller.fromAManager());
      expect(
          Application.class.getModule().isNativeAccessEnabled() ? "[a, b]" : "refused",
          sorted(context.getBean(Pool.class)));
    }
    System.out.println("all works");
  }

  /** As code that knows the pool as an executor. */
  private static String sorted(ExecutorService executor) throws Exception {
    Comparator<String> order = Comparator.comparing(word -> word.toLowerCase(Locale.ROOT));
    try {
      return executor.submit(() -> Stream.of("b", "a").sorted(order).toList().toString()).get();
    } catch (RejectedExecutionException e) {
      return "refused";
    }
  }

  private static void expect(String expected, Object found) {
    if (!expected.equals(found.toString())) {
      throw new IllegalStateException("expected=" + expected + ", found=" + found);
    }
  }
}
