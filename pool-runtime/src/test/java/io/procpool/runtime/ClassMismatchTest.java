package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolException;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.Task;
import io.procpool.TaskFunction;
import io.procpool.WorkerStartException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker and parent with different class paths: a clear error of the task that needs the class. */
@Timeout(120)
final class ClassMismatchTest {

  private static final String VERSION_1 =
      "public class Versioned implements java.io.Serializable, java.util.concurrent.Callable<String> {\n"
          + "  public int count = 1;\n"
          + "  public String call() { return \"one \" + count; }\n"
          + "}\n";
  private static final String VERSION_2 =
      VERSION_1.replace("int count = 1", "String name = \"2\"").replace("count", "name");

  @TempDir Path temp;

  @Test
  void aTaskWhoseClassTheWorkerLacksFailsWithTheClassName() throws Exception {
    List<Path> withoutTests =
        CompiledClasses.classPath().stream()
            .filter(path -> !Files.exists(path.resolve("io/procpool/runtime/Fault.class")))
            .toList();
    try (Pool pool = Pool.open(options().withClassPath(withoutTests))) {
      AsyncResult<Integer> lambda = pool.applyAsync(() -> 42);
      requireNames(lambda, getClass().getName());
      TaskFunction<Integer, Integer> task = n -> n;
      try (ResultIterator<Integer> results = pool.imap(task, List.of(1, 2, 3), 3)) {
        for (int i = 0; i < 3; i++) {
          PoolException failure = assertThrows(PoolException.class, results::next);
          assertInstanceOf(NotSendableException.class, failure);
          assertTrue(failure.getMessage().contains(getClass().getName()), failure::toString);
        }
      }
      requireNames(pool.submit(new Payload()), Payload.class.getName());
      assertEquals(1, pool.statistics().workerStarts(), "none of it costs a worker");
    }
  }

  @Test
  void anInitializerTheWorkerCannotReadBreaksThePoolWithTheClassName() {
    List<Path> withoutTests =
        CompiledClasses.classPath().stream()
            .filter(path -> !Files.exists(path.resolve("io/procpool/runtime/Fault.class")))
            .toList();
    PoolOptions options = options().withClassPath(withoutTests).withInitializer(() -> {});
    try (Pool pool = Pool.open(options)) {
      var why = assertThrows(WorkerStartException.class, () -> pool.apply(() -> 42));
      assertTrue(Chains.text(why).contains(getClass().getName()), () -> Chains.text(why));
    }
  }

  @Test
  void anotherVersionOfAnArgumentsClassIsRefused() throws Exception {
    Path here = Files.createDirectory(temp.resolve("here"));
    Path there = Files.createDirectory(temp.resolve("there"));
    CompiledClasses.compile(here, "Versioned", VERSION_1);
    CompiledClasses.compile(there, "Versioned", VERSION_2);
    PoolOptions options = options().withClassPath(CompiledClasses.classPathWith(there));
    try (URLClassLoader loader = loaderOf(here);
        Pool pool = openWith(loader, options)) {
      requireNames(pool.applyAsync(String::valueOf, make(loader)), "Versioned");
      assertEquals("name", pool.apply(() -> "name"));
      assertEquals(1, pool.statistics().workerStarts());
    }
  }

  @Test
  void anotherVersionOfAResultsClassIsRefusedHere() throws Exception {
    Path here = Files.createDirectory(temp.resolve("here"));
    Path there = Files.createDirectory(temp.resolve("there"));
    CompiledClasses.compile(here, "Versioned", VERSION_1);
    CompiledClasses.compile(there, "Versioned", VERSION_2);
    PoolOptions options = options().withClassPath(CompiledClasses.classPathWith(there));
    try (URLClassLoader loader = loaderOf(here);
        Pool pool = openWith(loader, options)) {
      requireNames(pool.applyAsync(() -> makeByName("Versioned")), "Versioned");
      assertEquals("name", pool.apply(() -> "name"));
      assertEquals(1, pool.statistics().workerStarts());
    }
  }

  @Test
  void aResultWhoseClassIsMissingHereFailsItsTaskOnly() throws Exception {
    CompiledClasses.compile(temp, "Versioned", VERSION_1);
    PoolOptions options = options().withClassPath(CompiledClasses.classPathWith(temp));
    try (Pool pool = Pool.open(options)) {
      AsyncResult<Object> foreign = pool.applyAsync(() -> makeByName("Versioned"));
      AsyncResult<String> used = pool.applyAsync(() -> makeByName("Versioned").call());
      requireNames(foreign, "Versioned");
      assertEquals("one 1", used.get());
      assertEquals(1, pool.statistics().workerStarts());
    }
  }

  private static PoolOptions options() {
    return PoolOptions.defaults().withWorkers(1);
  }

  private static URLClassLoader loaderOf(Path folder) throws Exception {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, ClassMismatchTest.class.getClassLoader());
  }

  private static Pool openWith(ClassLoader loader, PoolOptions options) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return Pool.open(options);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object make(ClassLoader loader) throws Exception {
    Constructor<?> constructor = loader.loadClass("Versioned").getConstructor();
    return constructor.newInstance();
  }

  @SuppressWarnings("unchecked") // the class is made by the test
  private static Callable<String> makeByName(String name) throws Exception {
    return (Callable<String>) Class.forName(name).getConstructor().newInstance();
  }

  private static void requireNames(AsyncResult<?> result, String className) {
    ExecutionException failure = assertThrows(ExecutionException.class, result::get);
    Throwable why = assertInstanceOf(NotSendableException.class, failure.getCause());
    assertTrue(why.getMessage().contains(className), () -> Chains.text(why));
  }

  private record Payload() implements Task<String> {
    @Override
    public String call() {
      return toString();
    }
  }
}
