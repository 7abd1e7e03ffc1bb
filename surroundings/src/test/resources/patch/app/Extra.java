package app;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A class that is patched into the module, as tests are. */
public final class Extra {

  private Extra() {}

  /**
   * Runs tasks of its own, in a worker of the same modules and in one with a class path.
   *
   * @param args the directories of the class path
   */
  public static void main(String[] args) {
    PoolOptions one = PoolOptions.defaults().withWorkers(1);
    List<Path> classPath = Stream.of(args).map(Path::of).toList();
    String found = module(one) + ", " + module(one.withClassPath(classPath));
    if (!found.matches("module app, unnamed module @.*")) {
      throw new IllegalStateException(found);
    }
    System.out.println("all works");
  }

  private static String module(PoolOptions options) {
    try (Pool pool = Pool.open(options)) {
      return pool.apply(() -> Extra.class.getModule().toString());
    }
  }
}
