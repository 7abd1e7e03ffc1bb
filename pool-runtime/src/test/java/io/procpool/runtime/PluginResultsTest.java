package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of classes that the parent has by a loader of their own, the workers by class path. */
@Timeout(60)
final class PluginResultsTest {

  private static final String PLUGIN =
      "public class Plugin implements java.util.concurrent.Callable<Object>, java.io.Serializable"
          + " {\n"
          + "  public record Point(int x) {}\n"
          + "  public Object call() { return new Point(7); }\n"
          + "}\n";

  @TempDir Path temp;

  @Test
  void resultsAreReadByTheLoaderOfTheFunction() throws Exception {
    CompiledClasses.compile(temp, "Plugin", PLUGIN);
    PoolOptions options =
        PoolOptions.defaults().withWorkers(1).withClassPath(CompiledClasses.classPathWith(temp));
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {temp.toUri().toURL()}, getClass().getClassLoader());
        Pool pool = Pool.open(options)) {
      ExecutorService executor = pool;
      Object result = executor.submit(task(loader)).get();
      assertEquals("Point[x=7]", result.toString());
      assertSame(loader, result.getClass().getClassLoader());
    }
  }

  @SuppressWarnings("unchecked")
  private static Callable<Object> task(ClassLoader loader) throws ReflectiveOperationException {
    return (Callable<Object>) loader.loadClass("Plugin").getDeclaredConstructor().newInstance();
  }
}
