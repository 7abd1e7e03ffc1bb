package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application server stops an application that brings procpool along. */
class LoaderTest {

  @TempDir Path place;

  @Test
  void noClassLoaderOutlivesItsLastSegment() throws Exception {
    WeakReference<ClassLoader> application = useAndDrop();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return application.get() == null;
        });
  }

  private WeakReference<ClassLoader> useAndDrop() throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    URLClassLoader application =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application);
    try {
      application
          .loadClass(Application.class.getName())
          .getMethod("run", Path.class)
          .invoke(null, place);
    } finally {
      thread.setContextClassLoader(before);
    }
    return new WeakReference<>(application);
  }

  /** What the application does. */
  public static final class Application {

    private Application() {}

    /** Uses a segment in the place. */
    public static void run(Path place) throws Exception {
      new SegmentDirectory(place).create("test", 64).close();
    }
  }
}
