package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Task;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lambdas that would not do in another process what they do here. */
@SuppressWarnings({"UnnecessaryLambda", "UnnecessaryMethodReference"})
class PlainLambdaRefusalTest {

  @TempDir Path directory;

  private final Peers peers = new Peers();

  private String refusal(Object value) {
    return assertThrows(NotSendableException.class, () -> peers.write(value)).getMessage();
  }

  /** Prints what is said of a plain lambda, and that another kind travels. */
  static final class WithoutMeans {
    public static void main(String[] arguments) throws Exception {
      Task<String> task = () -> "sent";
      System.out.println(new Peers().<Task<String>>copy(task).call());
      Callable<String> plain = () -> "not sent";
      try {
        new Peers().copy(plain);
      } catch (NotSendableException e) {
        System.out.print(e.getMessage().replaceAll("Lambda/\\w+", "Lambda"));
      }
    }
  }

  @Test
  void withoutMeansTheMessageSaysWhatToWrite() throws Exception {
    String expected =
        """
        sent
        %s$$Lambda cannot be sent to a worker (a lambda travels always if its type is Serializable: \
        use io.procpool.Task, TaskFunction or RunnableTask, or cast it: (Callable & Serializable); \
        or start the program with --enable-native-access=ALL-UNNAMED (on Linux), or with \
        --add-exports java.base/jdk.internal.access=ALL-UNNAMED \
        --add-exports java.base/jdk.internal.reflect=ALL-UNNAMED, or put \
        `Enable-Native-Access: ALL-UNNAMED` or \
        `Add-Exports: java.base/jdk.internal.access java.base/jdk.internal.reflect` \
        into the manifest of its executable jar)\
        """
            .formatted(WithoutMeans.class.getName());
    assertEquals(
        new ChildJvm(0, expected, ""),
        ChildJvm.run(directory, ChildJvm.classPath(), WithoutMeans.class));
  }

  private static String versionOf(String body) {
    return "class V { static Object make() { return (java.util.function.Supplier<String>) () -> "
        + body
        + "; } }";
  }

  @Test
  void aClassThatWasCompiledAgainRunsNothing() throws Exception {
    ClassLoader writers =
        Versions.compile(directory.resolve("1"), Map.of("V.java", versionOf("\"old\"")));
    ClassLoader readers =
        Versions.compile(directory.resolve("2"), Map.of("V.java", versionOf("\"new\"")));
    Object lambda = Versions.make(writers, "V");
    PickleBuffer message = peers.write(lambda);
    Peers other = new Peers(readers);
    PickleBuffer same = other.write(lambda);
    String refused = assertThrows(NotSendableException.class, () -> other.read(same)).getMessage();
    assertTrue(refused.contains("there are two different versions of V"), refused);
    assertTrue(message.length() > 0);
  }

  /** Two method references of which the JVM makes classes that name all the same. */
  static final class Alike {
    static final Function<Integer, Integer> BOXED = Integer::valueOf;
    static final Function<Integer, Integer> UNBOXED = Number::intValue;
  }

  @Test
  void whatTwoPlacesCouldHaveMadeIsNotGuessed() {
    for (Object lambda : List.of(Alike.BOXED, Alike.UNBOXED)) {
      String message = refusal(lambda);
      assertTrue(message.contains("cannot be told from others in its class file"), message);
      assertTrue(message.contains("cast it: (Function & Serializable)"), message);
    }
  }

  static final class Hidden {
    static Object make() {
      return (Supplier<String>) () -> "hidden";
    }
  }

  @Test
  void lambdasOfHiddenClassesAreRefused() throws Exception {
    byte[] file;
    try (InputStream in = Hidden.class.getResourceAsStream("PlainLambdaRefusalTest$Hidden.class")) {
      file = in.readAllBytes();
    }
    MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(file, true);
    var make = hidden.lookupClass().getDeclaredMethod("make");
    make.setAccessible(true);
    String message = refusal(make.invoke(null));
    assertTrue(message.contains("which no other process can find by its name"), message);
  }

  private void assertRefused(Object lambda, Class<?> captured, String wayOut) {
    String message = refusal(lambda);
    String type = captured.getTypeName();
    assertTrue(
        message
            .replaceAll("java:\\d+", "java:LINE")
            .startsWith(
                "lambda at PlainLambdaRefusalTest.java:LINE, captured variable of type "
                    + type
                    + ": "
                    + type
                    + " cannot be sent to a worker ("),
        message);
    assertTrue(message.contains(wayOut), message);
  }

  @Test
  void whatIsForSharingIsNotCaptured() {
    AtomicInteger counter = new AtomicInteger();
    assertRefused((Runnable) () -> counter.incrementAndGet(), AtomicInteger.class, "SharedValue");
    Task<Integer> task = () -> counter.incrementAndGet();
    assertRefused(task, AtomicInteger.class, "or return the value");
    LongAdder adder = new LongAdder();
    assertRefused((Runnable) () -> adder.add(1), LongAdder.class, "SharedValue");
    Map<String, Integer> map = new ConcurrentHashMap<>();
    assertRefused((Runnable) () -> map.put("a", 1), ConcurrentHashMap.class, "Manager.map()");
    var set = new ConcurrentSkipListSet<String>();
    assertRefused((Runnable) () -> set.add("a"), ConcurrentSkipListSet.class, "Manager.set()");
    var list = new CopyOnWriteArrayList<String>();
    assertRefused((Runnable) () -> list.add("a"), CopyOnWriteArrayList.class, "Manager.list()");
    List<String> wrapped = Collections.synchronizedList(new ArrayList<>());
    assertRefused((Runnable) () -> wrapped.add("a"), wrapped.getClass(), "Manager.list()");
    var queue = new ConcurrentLinkedQueue<String>();
    assertRefused((Runnable) () -> queue.add("a"), ConcurrentLinkedQueue.class, "SharedQueue");
    var blocking = new LinkedBlockingQueue<String>();
    assertRefused((Runnable) () -> blocking.add("a"), LinkedBlockingQueue.class, "SharedQueue");
    CountDownLatch latch = new CountDownLatch(1);
    assertRefused((Runnable) () -> latch.countDown(), CountDownLatch.class, "SharedEvent");
    ReentrantLock lock = new ReentrantLock();
    assertRefused((Runnable) () -> lock.lock(), ReentrantLock.class, "SharedLock");
  }

  @Test
  void aBoundAtomicIsCaptured() {
    Supplier<Integer> next = new AtomicInteger()::incrementAndGet;
    String message = refusal(next);
    assertTrue(
        message.startsWith(
            "method reference AtomicInteger::incrementAndGet, captured variable of type"
                + " java.util.concurrent.atomic.AtomicInteger: "),
        message);
  }

  @Test
  void whatIsForSharingTravelsAsData() {
    AtomicInteger counter = new AtomicInteger(4);
    assertEquals(4, peers.<AtomicInteger>copy(counter).get());
    List<AtomicInteger> list = List.of(counter);
    Supplier<Integer> ofList = () -> list.getFirst().get();
    assertEquals(4, peers.<Supplier<Integer>>copy(ofList).get());
    assertEquals(Map.of("a", 1), peers.copy(new ConcurrentHashMap<>(Map.of("a", 1))));
  }

  @Test
  void anUntrustedSenderCanNameNoOtherMethod() {
    Supplier<Integer> one = () -> 1;
    PickleBuffer message = new PickleBuffer();
    Pickler.selfContained().pickle(one, message);
    Pickler careful = Pickler.selfContained(ObjectInputFilter.Config.createFilter("**"));
    ClassDefinitions known = new ClassDefinitions(getClass().getClassLoader());
    Supplier<?> copy = (Supplier<?>) careful.unpickle(new PickleSource(message), known);
    assertEquals(1, copy.get());

    Class<?> host = PlainLambdaRefusalTest.class;
    SerializedLambda forged =
        new SerializedLambda(
            host,
            "java/lang/Runnable",
            "run",
            "()V",
            6,
            "java/lang/System",
            "gc",
            "()V",
            "()V",
            new Object[0]);
    Definition definition = PlainLambdaShape.define(Supplier.class, forged, host);
    PlainLambdaShape shape = PlainLambdaShape.of(definition, host);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> shape.make(new Object[0], false));
    assertInstanceOf(SecurityException.class, refused.getCause());
  }
}
