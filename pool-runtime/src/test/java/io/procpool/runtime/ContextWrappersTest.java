package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libraries wrap around a task to bring a thread's context along. */
class ContextWrappersTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.micrometer.context",
        "io.opentelemetry.context",
        "brave.propagation",
        "org.springframework.security.concurrent",
        "com.alibaba.ttl",
        "io.smallrye.context"
      })
  void aWrapperThatBringsAThreadsContextNamesTheWayOut(String library) throws Exception {
    CompiledClasses.compile(
        directory,
        "Wrapping",
        "package "
            + library
            + "; public class Wrapping implements java.util.concurrent.Callable<Integer> {"
            + " public Integer call() { return 1; } }");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()});
        Pool pool = Pool.create(1)) {
      Callable<?> wrapping =
          (Callable<?>)
              loader.loadClass(library + ".Wrapping").getDeclaredConstructor().newInstance();
      RejectedExecutionException refused =
          assertThrows(RejectedExecutionException.class, () -> pool.submit(wrapping));
      String message = refused.getMessage();
      assertTrue(message.contains(library + ".Wrapping cannot be sent to a worker"), message);
      assertTrue(message.contains("let it capture the values that it needs"), message);
    }
  }
}
