package io.procpool.samples;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.samples.replace.Disaster;
import io.procpool.samples.replace.PrimeService;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The same service on a thread pool and on a {@link Pool}, and what three kinds of bad task do to
 * it. The thread pool lives in a JVM of its own, because it does not survive all of them.
 */
public final class ReplaceExecutorService {

  private static final int WORKERS = 2;
  private static final PoolOptions OPTIONS =
      PoolOptions.defaults().withWorkers(WORKERS).withMaxHeapBytes(PrimeService.HEAP_BYTES);

  private ReplaceExecutorService() {}

  /**
   * Runs the program.
   *
   * @param args nothing; or a {@link Disaster}'s name, for the thread pool's part of it alone
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0) {
      ExecutorService executor = Executors.newFixedThreadPool(WORKERS);
      System.out.println(new PrimeService(executor).run(Disaster.valueOf(args[0])));
      System.exit(0); // a thread that runs on would keep the JVM alive
    }
    for (Disaster disaster : Disaster.values()) {
      System.out.println(disaster.title());
      System.out.println("  thread pool: " + onThreads(disaster));
      System.out.println("  Pool:        " + onPool(disaster));
    }
  }

  private static String onPool(Disaster disaster) throws IOException, InterruptedException {
    try (ExecutorService executor = Pool.open(OPTIONS)) { // the one line that is another
      return new PrimeService(executor).run(disaster);
    }
  }

  private static String onThreads(Disaster disaster) throws IOException, InterruptedException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    Process service =
        new ProcessBuilder(
                java,
                "-Xmx" + PrimeService.HEAP_BYTES,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ReplaceExecutorService.class.getName(),
                disaster.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String verdict =
        new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exitCode = service.waitFor();
    return verdict.isEmpty() ? "the whole service ended, exit code " + exitCode : verdict;
  }
}
