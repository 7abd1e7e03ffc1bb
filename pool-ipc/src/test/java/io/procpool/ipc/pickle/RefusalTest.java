package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Task;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.FileSystems;
import java.security.MessageDigest;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Observable;
import java.util.PropertyResourceBundle;
import java.util.Scanner;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@SuppressWarnings({"serial", "unused", "deprecation"})
class RefusalTest {

  private final Peers peers = new Peers();

  private String refusal(Object value) {
    PickleBuffer buffer = new PickleBuffer();
    buffer.writeInt(7);
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.writer.pickle(value, buffer));
    assertEquals(4, buffer.length(), "the buffer is as before");
    assertEquals(List.of(), buffer.arrays());
    return refused.getMessage();
  }

  private static void addMoreOfTheJdk(Map<Object, String> refused) throws Exception {
    refused.put(Collections.emptyEnumeration(), "collect what it gives");
    refused.put(new StringTokenizer("a b"), "collect what it gives");
    refused.put(Gatherers.windowFixed(2), "make it in the task");
    refused.put(Pattern.compile("a").matcher("a"), "send what its group(), start() and end()");
    refused.put(Pattern.compile("a").matcher("a").toMatchResult(), "send what its group()");
    refused.put(new StringJoiner(","), "send its toString()");
    refused.put(new SplittableRandom(1), "send a seed");
    refused.put(RandomGenerator.of("L64X128MixRandom"), "send a seed");
    refused.put(ThreadLocalRandom.current(), "call ThreadLocalRandom.current() in the task");
    refused.put(Executors.defaultThreadFactory(), "start threads in the task itself");
    refused.put(ScopedValue.newInstance(), "send its value");
    refused.put(new PropertyResourceBundle(new StringReader("a=b")), "send its base name");
    refused.put(DateTimeFormatter.ofPattern("yyyy"), "send its pattern and make it in the task");
    refused.put(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "send its pixels");
    refused.put(HttpRequest.newBuilder(URI.create("http://a/")).build(), "make it in the task");
    refused.put(MessageDigest.getInstance("SHA-256"), "make it in the task");
  }

  @TestFactory
  Stream<DynamicTest> whatIsBoundToItsProcessIsRefusedWithAWayOut() throws Exception {
    Map<Object, String> refused = new java.util.IdentityHashMap<>();
    refused.put(new Thread(() -> {}), "start threads in the task itself");
    refused.put(Thread.currentThread().getThreadGroup(), "start threads");
    refused.put(RefusalTest.class.getClassLoader(), "send names of classes");
    refused.put(ForkJoinPool.commonPool(), "open it in the worker");
    refused.put(new CompletableFuture<>(), "wait for its result");
    refused.put(new ThreadLocal<>(), "send its value");
    refused.put(new ReentrantLock(), "create a SharedLock");
    refused.put(new ReentrantReadWriteLock(), "create a SharedLock");
    refused.put(new StampedLock(), "create a SharedLock");
    refused.put(new ReentrantLock().newCondition(), "create a SharedCondition");
    refused.put(new Semaphore(1), "create a SharedSemaphore");
    refused.put(new CountDownLatch(1), "create a SharedEvent");
    refused.put(new CyclicBarrier(1), "create a SharedBarrier");
    refused.put(new Phaser(), "create a SharedBarrier");
    refused.put(new Exchanger<>(), "create a SharedQueue");
    refused.put(new LinkedBlockingQueue<>(), "create a SharedQueue");
    refused.put(new ArrayBlockingQueue<>(1), "create a SharedQueue");
    refused.put(new ByteArrayInputStream(new byte[0]), "send its content");
    refused.put(System.out, "send its content");
    refused.put(new StringReader("x"), "send its content");
    refused.put(new StringWriter(), "send its content");
    refused.put(new Scanner("x"), "send its content");
    refused.put(Stream.of(1), "collect it to a list");
    refused.put(List.of(1).iterator(), "collect what it gives");
    refused.put(new Socket(), "open it in the worker");
    refused.put(FileSystems.getDefault(), "open it in the worker");
    refused.put(MemorySegment.ofArray(new byte[1]), "create a SharedMemory");
    refused.put(Arena.global(), "open it in the worker");
    refused.put(new WeakReference<>("x"), "send what it refers to");
    refused.put(ProcessHandle.current(), "send its pid");
    refused.put(MethodHandles.lookup(), "look it up in the task");
    refused.put(RefusalTest.class.getDeclaredMethods()[0], "send the class and the member's name");
    refused.put(Object.class.getModule(), "use it where it is");
    refused.put(Runtime.getRuntime(), "neither Serializable nor a value");
    addMoreOfTheJdk(refused);
    return refused.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey().getClass().getName(),
                () -> {
                  String message = refusal(entry.getKey());
                  String type = entry.getKey().getClass().getTypeName();
                  assertTrue(message.startsWith(type + " cannot be sent to a worker ("), message);
                  assertTrue(message.contains(entry.getValue()), message);
                }));
  }

  /** A library's, with parts of its own that must not be the reason. */
  abstract static class Database implements javax.sql.DataSource {
    private final ReentrantLock lock = new ReentrantLock();

    static Database open() {
      return new Database() {
        @Override
        public java.sql.Connection getConnection() {
          throw new IllegalStateException();
        }

        @Override
        public java.sql.Connection getConnection(String user, String password) {
          throw new IllegalStateException();
        }

        @Override
        public java.io.PrintWriter getLogWriter() {
          throw new IllegalStateException();
        }

        @Override
        public void setLogWriter(java.io.PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
          return 0;
        }

        @Override
        public java.util.logging.Logger getParentLogger() {
          throw new IllegalStateException();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
          throw new IllegalStateException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
          return false;
        }
      };
    }
  }

  @Test
  void aDatabaseIsRefusedAsAWhole() {
    String message = refusal(Database.open());
    assertTrue(
        message.startsWith(
            Database.class.getName() + "$1 cannot be sent to a worker (open it in the worker"),
        message);
  }

  static final class Report {
    private final Cache cache = new Cache();
  }

  static final class Cache {
    private final ReentrantLock lock = new ReentrantLock();
  }

  private static final String LOCK =
      "java.util.concurrent.locks.ReentrantLock cannot be sent to a worker (create a SharedLock"
          + " and pass it through the initializer)";

  @Test
  void messageNamesTheWayFromALambdaToTheObject() {
    Report report = new Report();
    Task<String> task = () -> report.toString();
    String message = refusal(task);
    assertEquals(
        "lambda at RefusalTest.java:LINE, captured variable of type "
            + Report.class.getTypeName()
            + " -> Report.cache -> Cache.lock: "
            + LOCK,
        message.replaceAll("java:\\d+", "java:LINE"));
  }

  @Test
  void messageNamesTheMethodReference() {
    Report report = new Report();
    Task<String> task = report::toString;
    assertTrue(
        refusal(task).startsWith("method reference Object::toString, captured variable of type"),
        refusal(task));
  }

  record Pair(Object left, Object right) {}

  @Test
  void messageNamesPlacesInCollectionsArraysAndRecords() {
    ReentrantLock lock = new ReentrantLock();
    assertEquals(LOCK, refusal(lock));
    assertEquals("ArrayList[1]: " + LOCK, refusal(new ArrayList<>(List.of(1, lock))));
    assertEquals("java.lang.Object[2]: " + LOCK, refusal(new Object[] {1, 2, lock}));
    assertEquals("HashMap[\"k\"]: " + LOCK, refusal(new HashMap<>(Map.of("k", lock))));
    assertEquals("TreeMap[5]: " + LOCK, refusal(new TreeMap<>(Map.of(5, lock))));
    assertEquals("key of HashMap: " + LOCK, refusal(new HashMap<>(Map.of(lock, 1))));
    assertEquals("Pair.right: " + LOCK, refusal(new Pair(1, lock)));
    assertEquals(
        "Pair.left -> ArrayList[0] -> Pair.right -> HashMap[\"k\"]: " + LOCK,
        refusal(
            new Pair(new ArrayList<>(List.of(new Pair(1, new HashMap<>(Map.of("k", lock))))), 2)));
  }

  @Test
  void messageNamesPlacesInObjectsThatWriteThemselves() {
    String message = refusal(List.of(1, 2, new ReentrantLock()));
    assertTrue(message.endsWith(": " + LOCK), message);
    assertTrue(message.startsWith("java.util.ImmutableCollections$ListN"), message);
    Exception exception = new Exception("x", new OddException());
    assertEquals("Throwable.cause -> OddException.lock: " + LOCK, refusal(exception));
  }

  static final class OddException extends Exception {
    final ReentrantLock lock = new ReentrantLock();
  }

  @Test
  void longPathsAreCutInTheMiddle() {
    Object value = new ReentrantLock();
    for (int i = 0; i < 60; i++) {
      value = new Pair(i, value);
    }
    String message = refusal(value);
    assertTrue(message.contains(" -> ... 42 more ... -> "), message);
    assertTrue(message.length() < 600, message);
  }

  @Test
  void nextMessageWorks() {
    for (int i = 0; i < 50; i++) {
      refusal(new Pair("shared", new Pair("shared", new ReentrantLock())));
      Pair pair = new Pair("shared", List.of("shared"));
      assertEquals(pair, peers.copy(pair));
    }
  }

  static final class Forbidding implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new NotSerializableException("not me");
    }
  }

  @Test
  void whatAHookThrowsIsTheReason() {
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.write(new Pair(1, new Forbidding())));
    assertEquals(
        "Pair.right: "
            + Forbidding.class.getTypeName()
            + " cannot be sent to a worker: java.io.NotSerializableException: not me",
        refused.getMessage());
    assertInstanceOf(NotSerializableException.class, refused.getCause());
  }

  static final class Swallowing implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      try {
        out.writeObject(new ReentrantLock());
      } catch (RuntimeException e) {
        out.writeObject("instead");
      }
    }
  }

  @Test
  void hookThatSwallowsARefusalDoesNotHideIt() {
    assertTrue(refusal(new Swallowing()).endsWith(LOCK));
  }

  static final class ErrorThrower implements Serializable {
    private Object writeReplace() {
      throw new AssertionError("hook");
    }
  }

  @Test
  void errorsOfHooksAreRefusalsToo() {
    assertTrue(refusal(new ErrorThrower()).contains("java.lang.AssertionError: hook"));
  }

  static final class Watched extends Observable {
    int own;
  }

  @Test
  void hiddenStateOfJdkSuperclassIsNamed() {
    String message = refusal(new Watched());
    assertTrue(message.contains("it extends java.util.Observable"), message);
  }

  static class NeedsArgument {
    NeedsArgument(int argument) {}
  }

  static final class HookedChild extends NeedsArgument implements Serializable {
    HookedChild() {
      super(1);
    }

    private void writeObject(ObjectOutputStream out) {}
  }

  @Test
  void classThatJavaIoCouldNotMakeAgainIsRefusedWhenWritten() {
    assertTrue(refusal(new HookedChild()).contains("a constructor without parameters"));
  }

  @Test
  void hiddenClassLiteralIsRefused() {
    Task<Integer> task = () -> 1;
    assertTrue(refusal(task.getClass()).contains("hidden class"));
  }
}
