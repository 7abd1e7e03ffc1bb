package io.procpool.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.ResultIterator;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import io.procpool.TaskFailedException;
import java.io.File;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application that has closed what it opened can be unloaded: neither procpool's caches nor
 * those of the JDK keep its class loader.
 */
class UnloadingIT {

  @TempDir Path directory;

  /** Whose loader has procpool's classes. */
  enum Loading {
    /** The application's, as that of a web application that brings procpool along. */
    PROCPOOL_INSIDE,
    /** An outer one, as that of a plug-in's host. */
    PROCPOOL_OUTSIDE
  }

  /** What the application does; loaded by its own loader. */
  public static final class Application implements Runnable {

    /** A value of the application's. */
    record Point(int x, String label) implements Serializable {}

    @Override
    public void run() {
      try (Pool pool = Pool.create(2)) {
        useAPool(pool);
      }
      try (SharedLock lock = SharedLock.create();
          SharedQueue<Point> queue = SharedQueue.create(10);
          Manager manager = Manager.start()) {
        lock.lock();
        lock.unlock();
        queue.put(new Point(1, "queue"));
        assertEquals(new Point(1, "queue"), queue.take());
        Map<String, Point> map = manager.map();
        map.put("k", new Point(2, "map"));
        assertEquals(new Point(2, "map"), map.merge("k", new Point(3, "new"), (a, _) -> a));
        JvmProcess process = JvmProcess.start(() -> {});
        process.join();
        assertEquals(0, process.exitCode().orElseThrow());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void useAPool(Pool pool) {
      int captured = 5;
      assertEquals(
          List.of(new Point(5, "a1"), new Point(5, "a2")),
          pool.map(n -> new Point(captured, "a" + n), List.of(1, 2)));
      assertEquals(
          Map.of("k", new Point(5, "z")),
          pool.apply(() -> new HashMap<>(Map.of("k", new Point(captured, "z")))));
      List<Integer> results = new ArrayList<>();
      try (ResultIterator<Integer> iterator = pool.imap(n -> n * captured, List.of(1, 2))) {
        iterator.forEachRemaining(results::add);
      }
      assertEquals(List.of(5, 10), results);
      assertEquals(1 << 20, pool.apply(() -> new byte[1 << 20]).length);
      assertThrows(
          TaskFailedException.class, () -> pool.apply(() -> Integer.parseInt("no number")));
    }
  }

  /** Defines the application's classes itself, though its parent could. */
  private static final class PluginLoader extends URLClassLoader {

    PluginLoader(URL[] classPath) {
      super(classPath, PluginLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith(Application.class.getName())) {
          return super.loadClass(name, resolve);
        }
        Class<?> known = findLoadedClass(name);
        return known != null ? known : findClass(name);
      }
    }
  }

  /** Runs the application, drops its loader, and waits until it is collected. */
  static final class Host {

    public static void main(String[] args) throws Exception {
      WeakReference<ClassLoader> loader = runAndDrop(Loading.valueOf(args[0]));
      Iterator<Class<?>> unseen = Stream.<Class<?>>iterate(int.class, Class::arrayType).iterator();
      await()
          .atMost(Gate.LIMIT)
          .pollInterval(Duration.ofMillis(300)) // an array has at most 255 dimensions
          .until(() -> { // no assertion that would hold what it found
            System.gc();
            // The JDK's caches let go of what was collected when they take in a class.
            ObjectStreamClass.lookup(unseen.next());
            return loader.get() == null;
          });
      System.out.println("collected");
    }

    private static WeakReference<ClassLoader> runAndDrop(Loading loading) throws Exception {
      URL[] classPath = classPath();
      try (URLClassLoader loader =
          switch (loading) {
            case PROCPOOL_INSIDE ->
                new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
            case PROCPOOL_OUTSIDE -> new PluginLoader(classPath);
          }) {
        Class<?> type = loader.loadClass(Application.class.getName());
        assertEquals(loader, type.getClassLoader());
        Runnable application = (Runnable) type.getConstructor().newInstance();
        Thread thread = new Thread(application, "application");
        thread.setContextClassLoader(loader);
        List<Throwable> thrown = new ArrayList<>();
        thread.setUncaughtExceptionHandler((_, e) -> thrown.add(e));
        thread.start();
        thread.join();
        assertEquals(List.of(), thrown);
        return new WeakReference<>(loader);
      }
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLoaderOfAnApplicationThatClosedAllIsCollected(Loading loading) throws Exception {
    List<String> softlyHeldGoes = List.of("-XX:SoftRefLRUPolicyMSPerMB=0"); // the JDK's own caches
    try (Program program = new Program(directory, softlyHeldGoes, Host.class, loading)) {
      program.awaitLine("collected");
      program.assertCleanEnd();
    }
  }
}
