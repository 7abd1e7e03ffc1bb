package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedArray;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedMemory;
import io.procpool.SharedQueue;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
import io.procpool.SharedValue;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Shared objects after they were closed. */
@Timeout(120)
class ClosedObjectsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  /** What needs nothing of the memory, and so goes on. */
  private static final Set<String> LASTING =
      Set.of(
          "close",
          "newCondition",
          "lock",
          "length",
          "capacity",
          "parties",
          "name",
          "memory",
          "bytes",
          "isReadOnly",
          "unlink",
          "clear",
          "isHeldByCurrentThread",
          "maxPermits");

  private static List<AutoCloseable> all() {
    return List.of(
        SharedLock.create(),
        SharedReentrantLock.create(),
        SharedSemaphore.create(0),
        SharedEvent.create(),
        SharedCondition.create(),
        SharedBarrier.create(2),
        SharedQueue.create(1),
        SharedMemory.create("closed", 64),
        SharedValue.ofLong(0),
        SharedValue.ofInt(0),
        SharedValue.ofDouble(0),
        SharedValue.ofBoolean(false),
        SharedValue.ofByte((byte) 0),
        SharedValue.ofChar('a'),
        SharedArray.ofLong(2),
        SharedArray.ofInt(2),
        SharedArray.ofDouble(2),
        SharedArray.ofBoolean(2),
        SharedArray.ofByte(2),
        SharedArray.ofChar(2));
  }

  @Test
  void everyMethodSaysThatTheObjectIsClosed() throws Exception {
    List<String> violations = new ArrayList<>();
    int called = 0;
    for (AutoCloseable object : all()) {
      object.close();
      object.close(); // does nothing
      assertTrue(object.toString().endsWith("closed]"), object::toString);
      for (Method method : sharedMethodsOf(object.getClass())) {
        called++;
        Object end = endOf(object, method);
        boolean lasting = LASTING.contains(method.getName());
        if (!(end instanceof IllegalStateException said
                && String.valueOf(said.getMessage()).contains("closed"))
            && !(lasting && !(end instanceof Error))) {
          violations.add(object + " " + method + ": " + end);
        }
      }
    }
    assertEquals(List.of(), violations);
    assertTrue(called > 150, "called=" + called);
  }

  /** What it returns or throws; it does neither for ever. */
  private static Object endOf(Object object, Method method) throws InterruptedException {
    @SuppressWarnings("NullAway")
    Object[] arguments =
        java.util.Arrays.stream(method.getParameterTypes())
            .map(ClosedObjectsTest::argument)
            .toArray();
    FutureTask<Object> call =
        new FutureTask<>(() -> String.valueOf(method.invoke(object, arguments)));
    Thread thread = Thread.ofPlatform().daemon().start(call);
    try {
      return "returned " + call.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause() instanceof InvocationTargetException thrown
          ? thrown.getTargetException()
          : e.getCause();
    } catch (java.util.concurrent.TimeoutException e) {
      return new AssertionError("hangs in " + List.of(thread.getStackTrace()), e);
    }
  }

  private static Set<Method> sharedMethodsOf(Class<?> type) {
    Map<String, Method> methods = new LinkedHashMap<>();
    for (Class<?> each : interfacesOf(type)) {
      for (Method method : each.getMethods()) {
        if (each.getName().startsWith("io.procpool.Shared")
            && !Modifier.isStatic(method.getModifiers())) {
          methods.putIfAbsent(method.getName() + List.of(method.getParameterTypes()), method);
        }
      }
    }
    return new LinkedHashSet<>(methods.values());
  }

  private static Set<Class<?>> interfacesOf(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Class<?> direct : each.getInterfaces()) {
        found.add(direct);
        found.addAll(interfacesOf(direct));
      }
    }
    return found;
  }

  private static Object argument(Class<?> type) {
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type.isPrimitive()) {
      Object array = Array.newInstance(type, 1);
      return Array.get(array, 0);
    }
    if (type == Duration.class) {
      return Duration.ofMillis(10);
    }
    if (type == TimeUnit.class) {
      return TimeUnit.MILLISECONDS;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return new ArrayList<>(List.of(1));
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 1);
    }
    return type.isInterface() ? zeros(type) : 1;
  }

  /** A function that gives false, 1, or the zero of its type. */
  private static Object zeros(Class<?> type) {
    return Proxy.newProxyInstance(
        ClosedObjectsTest.class.getClassLoader(),
        new Class<?>[] {type},
        (_, method, _) -> {
          Class<?> result = method.getReturnType();
          return result.isPrimitive() && result != void.class ? argument(result) : 1;
        });
  }

  @Test
  void aThreadThatWaitsHearsThatItsProcessHasClosedTheObject() throws Exception {
    for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      SharedLock lock = SharedLock.create();
      lock.lock();
      SharedEvent event = SharedEvent.create();
      SharedSemaphore semaphore = SharedSemaphore.create(0);
      SharedQueue<Integer> queue = SharedQueue.create(1);
      SharedBarrier barrier = SharedBarrier.create(2);
      assertEnds(kind, lock, lock::lock);
      assertEnds(kind, event, event::await);
      assertEnds(kind, semaphore, semaphore::acquire);
      assertEnds(kind, queue, queue::take);
      assertEnds(kind, barrier, barrier::await);
    }
  }

  private static void assertEnds(Thread.Builder kind, AutoCloseable object, Executable wait)
      throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread waiter =
        kind.start(() -> {
          try {
            wait.execute();
            end.complete(new AssertionError("it returned"));
          } catch (Throwable thrown) {
            end.complete(thrown);
          }
        });
    await().atMost(LONG).until(() -> waits(waiter));
    object.close();
    Throwable thrown = end.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertInstanceOf(IllegalStateException.class, thrown, object::toString);
    assertTrue(String.valueOf(thrown.getMessage()).contains("closed"), thrown::toString);
  }

  /** A thread in a system call is runnable to the JVM: then its stack tells. */
  private static boolean waits(Thread thread) {
    return List.of(thread.getStackTrace()).toString().contains("park");
  }
}
