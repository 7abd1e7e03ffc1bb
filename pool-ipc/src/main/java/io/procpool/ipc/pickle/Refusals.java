package io.procpool.ipc.pickle;

import io.procpool.AsyncResult;
import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.Listener;
import io.procpool.Manager;
import io.procpool.ManagerServer;
import io.procpool.ResultIterator;
import java.io.Console;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Serializable;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import java.nio.file.FileSystem;
import java.nio.file.WatchService;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Scanner;
import java.util.Spliterator;
import java.util.StringJoiner;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.stream.BaseStream;
import java.util.stream.Gatherer;
import org.jspecify.annotations.Nullable;

/** What never travels, because it is bound to its process; each with a way out. */
final class Refusals {

  private static final String SEND_LOCK = "create a SharedLock and pass it through the initializer";
  private static final String SEND_CONTENT =
      "send its content or its path, and open it in the task";
  private static final String OPEN_THERE = "open it in the worker, for example in the initializer";
  private static final String USE_THERE = "use it where it is, and send what it gives";
  private static final String COUNT_HERE =
      "meters belong to their process: return what is to be counted, and count it there";

  /** Refused with all their subclasses, users' too. */
  private static final List<Refusal> EVERYBODYS =
      List.of(
          new Refusal(Thread.class, "start threads in the task itself"),
          new Refusal(ThreadGroup.class, "start threads in the task itself"),
          new Refusal(ClassLoader.class, "send names of classes, and load them in the task"),
          new Refusal(ExecutorService.class, OPEN_THERE),
          new Refusal(Future.class, "wait for its result, and send that"),
          new Refusal(ThreadLocal.class, "send its value"),
          new Refusal(ScopedValue.class, "send its value"),
          new Refusal(ResourceBundle.class, "send its base name, and get the bundle in the task"),
          new Refusal(Timer.class, OPEN_THERE),
          new Refusal(TimerTask.class, OPEN_THERE));

  /** Of libraries and modules that need not be there; refused unless they are Serializable. */
  private static final Map<String, String> OF_OTHERS =
      Map.ofEntries(
          Map.entry(
              "java.awt.image.BufferedImage",
              "send its pixels by getRGB(), or the bytes that ImageIO writes"),
          Map.entry("javax.sql.DataSource", OPEN_THERE),
          Map.entry("java.sql.Connection", OPEN_THERE),
          Map.entry("java.sql.Statement", OPEN_THERE),
          Map.entry("java.sql.ResultSet", "read it here, and send what it has"),
          Map.entry("jakarta.persistence.EntityManager", OPEN_THERE),
          Map.entry("jakarta.persistence.EntityManagerFactory", OPEN_THERE),
          Map.entry(
              "org.springframework.beans.factory.BeanFactory",
              "send what the task needs of its beans, or start a context in the initializer"),
          Map.entry("io.micrometer.core.instrument.MeterRegistry", COUNT_HERE),
          Map.entry("io.micrometer.core.instrument.Meter", COUNT_HERE),
          Map.entry("io.procpool.runtime.metrics.PoolMetrics", COUNT_HERE));

  private record Refusal(Class<?> type, String wayOut) {}

  private Refusals() {}

  /**
   * Lets a class pass, unless it is refused.
   *
   * @throws Unsendable if objects of this class never travel
   */
  static void check(Class<?> type) {
    if (type.getName().startsWith("io.procpool.")) {
      checkOurs(type);
    }
    String wayOut = wayOut(type);
    if (wayOut != null) {
      throw Unsendable.refused(type, wayOut);
    }
  }

  private static void checkOurs(Class<?> type) {
    for (Refusal ours : Ours.ALL) {
      if (ours.type().isAssignableFrom(type)) {
        throw Unsendable.refused(ours.type(), ours.wayOut());
      }
    }
  }

  /** What to do instead, or null if the class is not refused. */
  static @Nullable String wayOut(Class<?> type) {
    String wayOut = wayOut(type, EVERYBODYS);
    if (wayOut != null) {
      return wayOut;
    }
    wayOut = SerializerChoice.isJdk(type) ? wayOut(type, Jdks.ALL) : null;
    return wayOut == null ? ofOthers(type) : wayOut;
  }

  private static @Nullable String ofOthers(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)) {
      return null;
    }
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      String wayOut = OF_OTHERS.get(level.getName());
      for (Class<?> implemented : level.getInterfaces()) {
        wayOut = wayOut == null ? ofOthers(implemented) : wayOut;
      }
      if (wayOut != null) {
        return wayOut;
      }
    }
    return null;
  }

  private static @Nullable String wayOut(Class<?> type, List<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      if (refusal.type().isAssignableFrom(type)) {
        return refusal.wayOut();
      }
    }
    return null;
  }

  /** What to do about a lambda that is not Serializable and cannot travel all the same. */
  static String lambdaWayOut(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    String name = interfaces.length == 0 ? "Runnable" : ShortName.of(interfaces[0]);
    if (SerializerChoice.isJdk(type)) {
      return "the JDK makes it, and does not make it Serializable: write it as a lambda of your"
          + " own, cast to ("
          + name
          + " & Serializable)";
    }
    return "a lambda travels always if its type is Serializable: use io.procpool.Task, TaskFunction"
        + " or RunnableTask, or cast it: ("
        + name
        + " & Serializable)";
  }

  /** procpool's own, by the names that users know; loaded at the first that is asked for. */
  private static final class Ours {
    static final List<Refusal> ALL =
        List.of(
            new Refusal(
                AsyncResult.class,
                "wait for its result, and send that; or chain on it where it is"),
            new Refusal(ResultIterator.class, "collect its results to a list, and send that"),
            new Refusal(
                Manager.class,
                "its objects travel: pass the map, list, queue or lock that the task needs, or let"
                    + " the task call Manager.connect"),
            new Refusal(
                ManagerServer.class,
                "let the task call Manager.connect with its address() and key, or pass objects of"
                    + " its manager()"),
            new Refusal(
                Listener.class, "let the task call Client.connect with its address() and key"),
            new Refusal(
                Connection.class,
                "one over an address stays in its process: pass an end of a Pipe, or let the task"
                    + " call Client.connect"),
            new Refusal(
                JvmProcess.class,
                "send its pid; it is joined and ended in the process that started it"));
  }

  /**
   * Refused where they are the JDK's, since a user's own may be plain objects; loaded at the first.
   */
  private static final class Jdks {
    static final List<Refusal> ALL =
        List.of(
            new Refusal(Executor.class, OPEN_THERE),
            new Refusal(Lock.class, SEND_LOCK),
            new Refusal(ReadWriteLock.class, SEND_LOCK),
            new Refusal(StampedLock.class, SEND_LOCK),
            new Refusal(AbstractOwnableSynchronizer.class, SEND_LOCK),
            new Refusal(
                Condition.class, "create a SharedCondition and pass it through the initializer"),
            new Refusal(
                Semaphore.class, "create a SharedSemaphore and pass it through the initializer"),
            new Refusal(
                CountDownLatch.class, "create a SharedEvent and pass it through the initializer"),
            new Refusal(
                CyclicBarrier.class, "create a SharedBarrier and pass it through the initializer"),
            new Refusal(Phaser.class, "create a SharedBarrier and pass it through the initializer"),
            new Refusal(
                Exchanger.class, "create a SharedQueue and pass it through the initializer"),
            new Refusal(
                BlockingQueue.class, "create a SharedQueue and pass it through the initializer"),
            new Refusal(InputStream.class, SEND_CONTENT),
            new Refusal(OutputStream.class, SEND_CONTENT),
            new Refusal(Reader.class, SEND_CONTENT),
            new Refusal(Writer.class, SEND_CONTENT),
            new Refusal(RandomAccessFile.class, SEND_CONTENT),
            new Refusal(Scanner.class, SEND_CONTENT),
            new Refusal(Console.class, OPEN_THERE),
            new Refusal(BaseStream.class, "collect it to a list, and send that"),
            new Refusal(Iterator.class, "collect what it gives to a list, and send that"),
            new Refusal(Spliterator.class, "collect what it gives to a list, and send that"),
            new Refusal(Enumeration.class, "collect what it gives to a list, and send that"),
            new Refusal(Gatherer.class, "make it in the task that gathers"),
            new Refusal(MatchResult.class, "send what its group(), start() and end() give"),
            new Refusal(StringJoiner.class, "send its toString()"),
            new Refusal(
                RandomGenerator.StreamableGenerator.class,
                "send a seed of its nextLong(), and make a generator with it in the task"),
            new Refusal(ThreadLocalRandom.class, "call ThreadLocalRandom.current() in the task"),
            new Refusal(ThreadFactory.class, "start threads in the task itself"),
            new Refusal(Socket.class, OPEN_THERE),
            new Refusal(ServerSocket.class, OPEN_THERE),
            new Refusal(DatagramSocket.class, OPEN_THERE),
            new Refusal(Channel.class, OPEN_THERE),
            new Refusal(Selector.class, OPEN_THERE),
            new Refusal(FileSystem.class, OPEN_THERE),
            new Refusal(WatchService.class, OPEN_THERE),
            new Refusal(
                MemorySegment.class,
                "copy it to an array, or create a SharedMemory and pass it through the"
                    + " initializer"),
            new Refusal(Arena.class, OPEN_THERE),
            new Refusal(Reference.class, "send what it refers to"),
            new Refusal(Cleaner.class, OPEN_THERE),
            new Refusal(Process.class, "send its pid"),
            new Refusal(ProcessHandle.class, "send its pid"),
            new Refusal(AccessibleObject.class, "send the class and the member's name"),
            new Refusal(MethodHandle.class, "send a method reference, typed as TaskFunction"),
            new Refusal(VarHandle.class, "look it up in the task"),
            new Refusal(MethodHandles.Lookup.class, "look it up in the task"),
            new Refusal(Module.class, USE_THERE),
            new Refusal(ModuleLayer.class, USE_THERE));
  }
}
