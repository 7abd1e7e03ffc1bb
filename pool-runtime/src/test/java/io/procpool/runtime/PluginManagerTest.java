package io.procpool.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.ManagedValue;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.NotSendableException;
import io.procpool.Pipe;
import io.procpool.SharedEvent;
import io.procpool.SharedQueue;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Classes that only a plug-in's loader has, in managers and queues. */
@Timeout(60)
final class PluginManagerTest {

  private static final byte[] KEY = "sixteen bytes and more".getBytes(StandardCharsets.UTF_8);

  private static final String PLUGIN =
      """
      import io.procpool.*;
      import java.util.*;
      public class Plugin {
        public record Point(int x, int[] cells) implements Comparable<Point> {
          public Point(int x) { this(x, new int[] {x}); }
          public int compareTo(Point other) { return Integer.compare(x, other.x); }
          public boolean equals(Object other) { return other instanceof Point p && p.x == x; }
          public int hashCode() { return x; }
        }
        public record Box(Object content) {}
        public static class Tree { Tree below; Point point = new Point(1); }
        public static Object point(int x) { return new Point(x); }
        public static Object large() { return new Point(1, new int[1 << 20]); }
        public static Object box(Object content) { return new Box(content); }
        public static Object content(Object box) { return ((Box) box).content(); }
        public static int x(Object point) { return ((Point) point).x(); }
        public static int cells(Object point) { return ((Point) point).cells().length; }
        public static SharedQueue<Point> queue() throws Exception {
          SharedQueue<Point> queue = SharedQueue.create(4);
          queue.put(new Point(3));
          return queue;
        }
        public static int take(SharedQueue<Point> queue) throws Exception { return queue.take().x(); }
        public static Manager manager() { return Manager.start(); }
        public static Map<String, Point> map(Manager manager) {
          Map<String, Point> map = manager.map();
          map.put("a", new Point(7));
          return map;
        }
        public static int get(Map<String, Point> map) { return map.get("a").x(); }
        public static Object tree() {
          Tree tree = null;
          for (int i = 0; i < 500; i++) { Tree next = new Tree(); next.below = tree; tree = next; }
          return tree;
        }
      }
      """;

  @TempDir Path classes;
  @TempDir Path folder;
  private final Thread thread = Thread.currentThread();
  private final ClassLoader context = thread.getContextClassLoader();
  private ClassLoader plugin;

  @BeforeEach
  void compile() throws Exception {
    CompiledClasses.compile(classes, "Plugin", PLUGIN);
    plugin = load();
  }

  @AfterEach
  void giveContextBack() {
    thread.setContextClassLoader(context);
  }

  private ClassLoader load() throws Exception {
    return new URLClassLoader(
        new URL[] {classes.toUri().toURL()}, PluginManagerTest.class.getClassLoader());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T call(ClassLoader loader, String method, Object... arguments)
      throws Exception {
    for (var each : loader.loadClass("Plugin").getMethods()) {
      if (each.getName().equals(method)) {
        try {
          return (T) each.invoke(null, arguments);
        } catch (InvocationTargetException e) {
          throw (Exception) e.getCause();
        }
      }
    }
    throw new AssertionError(method);
  }

  @Test
  void aQueueIsReadByTheLoaderOfTheCodeThatMadeIt() throws Exception {
    for (ClassLoader each : new ClassLoader[] {context, null, plugin}) {
      thread.setContextClassLoader(each);
      SharedQueue<Object> queue = call(plugin, "queue");
      thread.setContextClassLoader(context);
      assertSame(plugin, queue.take().getClass().getClassLoader());
      queue.close();
    }
  }

  @Test
  void aQueueIsReadByTheLoaderOfTheCodeThatTakes() throws Exception {
    try (SharedQueue<Object> queue = SharedQueue.create(4)) {
      queue.put(call(plugin, "point", 5));
      assertEquals(5, (int) call(plugin, "take", queue));
      thread.setContextClassLoader(plugin);
      queue.put(call(plugin, "box", "b"));
      assertEquals("b", call(plugin, "content", queue.take()));
    }
  }

  @Test
  void aManagerKeepsValuesOfClassesThatItHasNot() throws Exception {
    try (Manager manager = call(plugin, "manager")) {
      thread.setContextClassLoader(plugin);
      Object one = call(plugin, "point", 1);
      Object two = call(plugin, "point", 2);
      Map<String, Object> map = manager.map();
      map.put("one", one);
      map.putAll(Map.of("two", two, "text", "t"));
      assertEquals(Map.of("one", one, "two", two, "text", "t"), Map.copyOf(map));
      assertEquals(two, map.merge("one", two, (_, _) -> two));
      List<Object> list = manager.list();
      list.addAll(List.of(one, "between", two));
      list.add(1, List.of(two));
      assertEquals(List.of(one, List.of(two), "between", two), List.copyOf(list));
      assertEquals(2, list.indexOf("between"));
      SharedQueue<Object> queue = manager.queue();
      queue.putAll(List.of(one, two));
      queue.put(call(plugin, "tree"));
      assertEquals(one, queue.take());
      List<Object> drained = new ArrayList<>();
      assertEquals(2, queue.drainTo(drained));
      assertEquals(two, drained.getFirst());
      assertEquals(one, manager.value(one).getAndSet(two));
      assertEquals(List.of(one, two), List.copyOf(manager.array(List.of(one, two))));
      map.put("large", call(plugin, "large"));
      assertEquals(1 << 20, (int) call(plugin, "cells", map.get("large")));
    }
  }

  @Test
  void twoPluginsThatHaveClassesOfOneNameEachReadTheirOwn() throws Exception {
    ClassLoader other = load();
    try (Manager manager = Manager.start()) {
      Map<String, Object> map = call(plugin, "map", manager);
      Map<String, Object> others = call(other, "map", manager);
      assertSame(plugin, map.get("a").getClass().getClassLoader());
      assertSame(other, others.get("a").getClass().getClassLoader());
      manager.<String, Object>map().put("both", List.of(map, others));
      assertEquals(7, (int) call(plugin, "get", map));
      assertEquals(7, (int) call(other, "get", others));
    }
  }

  @Test
  void aProxyInAValueThatIsKeptLivesAsLongAsTheValue() throws Exception {
    ManagerOptions options =
        ManagerOptions.defaults()
            .withLinger(Duration.ZERO)
            .withType(Runnable.class, () -> System::gc);
    try (Manager manager = Manager.start(options);
        Pipe pipe = Pipe.open()) {
      Runnable collection = manager.create(Runnable.class);
      thread.setContextClassLoader(plugin);
      Map<String, Object> map = manager.map();
      map.put("box", call(plugin, "box", manager.value("kept")));
      pipe.first().send(manager.value("dropped"));
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(300)) // held while this process asks
          .until(() -> {
            collection.run(); // so that the manager drops what nobody holds
            boolean gone = isGone(pipe);
            System.gc(); // so that this process gives up its proxies
            return gone;
          });
      Object content = call(plugin, "content", map.get("box"));
      assertEquals("kept", ((ManagedValue<?>) content).get());
    }
  }

  /** Whether the value whose proxy is on its way is gone; else sends the proxy on its way again. */
  private static boolean isGone(Pipe pipe) {
    ManagedValue<?> value = (ManagedValue<?>) pipe.second().receive();
    try {
      Object _ = value.get();
    } catch (IllegalStateException gone) {
      return true;
    }
    pipe.first().send(value);
    return false;
  }

  @Test
  void whatAManagerWouldHaveToCompareIsRefusedWithTheWayOut() throws Exception {
    try (Manager manager = Manager.start()) {
      Object point = call(plugin, "point", 1);
      Map<Object, Object> map = manager.map();
      Set<Object> set = manager.set();
      List<Object> list = manager.list();
      list.add(point);
      map.put("a", point);
      refused(() -> map.put(point, "v"));
      refused(() -> map.putAll(Map.of(point, "v")));
      refused(() -> map.containsValue(point));
      refused(() -> set.add(point));
      refused(() -> set.addAll(List.of("a", point)));
      refused(() -> list.indexOf(point));
      refused(() -> list.sort(null));
      assertEquals(1, map.size());
      assertEquals(0, set.size());
    }
  }

  private static void refused(org.junit.jupiter.api.function.Executable call) {
    NotSendableException refusal = assertThrows(NotSendableException.class, call);
    assertTrue(refusal.getMessage().contains("Plugin$Point"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("ithClassPath"), refusal::getMessage);
  }

  @Test
  void aManagerThatHasTheClassesComparesThem() throws Exception {
    ManagerOptions options =
        ManagerOptions.defaults().withClassPath(CompiledClasses.classPathWith(classes));
    try (Manager manager = Manager.start(options)) {
      thread.setContextClassLoader(plugin);
      Object point = call(plugin, "point", 1);
      Map<Object, Object> map = manager.map();
      map.put(point, "v");
      assertEquals("v", map.get(point));
      assertTrue(manager.<Object>set().add(point));
      List<Object> list = manager.list();
      list.addAll(List.of(call(plugin, "point", 2), point));
      list.sort(null);
      assertEquals(0, list.indexOf(point));
    }
  }

  /** What code in the manager's process uses. */
  public interface Peeker {

    /** The text of what is there. */
    String peek(SharedQueue<Object> queue);
  }

  @Test
  void codeInTheManagerIsToldWhatItCannotUse() throws Exception {
    ManagerOptions options =
        ManagerOptions.defaults()
            .withType(Peeker.class, () -> queue -> String.valueOf(queue.peek()));
    try (Manager manager = Manager.start(options)) {
      SharedQueue<Object> queue = manager.queue();
      Peeker peeker = manager.create(Peeker.class);
      queue.put("text");
      assertEquals("text", peeker.peek(queue));
      assertEquals("text", queue.take());
      queue.put(call(plugin, "point", 1));
      refused(() -> peeker.peek(queue));
    }
  }

  @Test
  void aServerKeepsNothingThatPassesByItsFilter() throws Exception {
    String socket = folder.resolve("m.sock").toString();
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    try (SharedEvent serves = SharedEvent.create()) {
      JvmProcess server = JvmProcess.start(PluginManagerTest::serve, socket, serves);
      serves.await();
      try (Manager manager = Manager.connect(address, KEY)) {
        Map<String, Object> map = manager.map();
        Object point = call(plugin, "point", 1);
        refused(() -> map.put("a", point));
        assertEquals(0, map.size());
      }
      server.kill();
    }
  }

  private static void serve(String socket, SharedEvent serves) throws InterruptedException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    try (ManagerServer _ = ManagerServer.open(address, KEY, ManagerOptions.defaults())) {
      serves.set();
      new CountDownLatch(1).await();
    }
  }
}
