package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.ForeignException;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Task;
import io.procpool.TaskFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** P7: what a task throws arrives with all it had, or as text. */
@Timeout(120)
final class P7ExceptionTest {

  private static Pool pool;
  private static long worker;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withName("exceptions").withWorkers(1));
    worker = pool.apply(() -> ProcessHandle.current().pid());
  }

  @AfterAll
  static void close() {
    long sameWorker = pool.apply(() -> ProcessHandle.current().pid());
    pool.close();
    assertEquals(worker, sameWorker, "no exception has cost a worker");
  }

  @Test
  void typeMessageCauseSuppressedAndStackTraceArrive() {
    Throwable thrown = thrownBy(Throwers::wrapped);
    assertInstanceOf(UncheckedIOException.class, thrown);
    assertEquals("outer", thrown.getMessage());
    assertInstanceOf(IOException.class, thrown.getCause());
    assertEquals("inner", thrown.getCause().getMessage());
    assertEquals(1, thrown.getSuppressed().length);
    assertInstanceOf(ArithmeticException.class, thrown.getSuppressed()[0]);
    assertEquals("/ by zero", thrown.getSuppressed()[0].getMessage());
    requireFrame("wrapped", thrown);
    requireFrame("inner", thrown.getCause());
  }

  @Test
  void synchronousCallsWrapItInTaskFailed() {
    TaskFailedException failed =
        assertThrows(TaskFailedException.class, () -> pool.apply(Throwers::wrapped));
    assertInstanceOf(UncheckedIOException.class, failed.getCause());
    requireFrame("wrapped", failed.getCause());
    TaskFailedException ofMap =
        assertThrows(
            TaskFailedException.class, () -> pool.map(Throwers::throwIfOdd, List.of(0, 2, 5, 7)));
    assertEquals("odd: 5", ofMap.getCause().getMessage());
    assertTrue(
        Arrays.stream(ofMap.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(getClass().getName())),
        "its own stack is the caller's");
  }

  @Test
  void allWaysToAskGiveTheSameException() throws Exception {
    AsyncResult<Object> result = pool.applyAsync(Throwers::wrapped);
    Throwable first = assertThrows(ExecutionException.class, result::get).getCause();
    assertSame(first, assertThrows(ExecutionException.class, result::get).getCause());
    assertSame(first, result.exceptionNow());
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    result.onFailure(told::complete);
    assertSame(first, told.get());
    CompletableFuture<Object> future = result.toCompletableFuture();
    assertSame(first, assertThrows(CompletionException.class, future::join).getCause());
    assertFalse(result.isSuccessful());
    assertFalse(result.isCancelled());
  }

  @Test
  void itsConstructorsDoNotMatter() {
    Throwers.Strict strict = (Throwers.Strict) thrownBy(Throwers::strict);
    assertEquals(7, strict.code);
    assertEquals(List.of("a", "b"), strict.details);
    assertEquals("code 7", strict.getMessage());
  }

  @Test
  void anErrorIsTheTasksOwnFailureToo() {
    assertEquals("as expected", thrownBy(Throwers::assertion).getMessage());
  }

  @Test
  void aMessageMayBeMissingOrLarge() {
    assertNull(thrownBy(() -> Throwers.sized(-1)).getMessage());
    assertEquals(3_000_000, thrownBy(() -> Throwers.sized(3_000_000)).getMessage().length());
  }

  @Test
  void causesMayFormACircle() {
    Throwable thrown = thrownBy(Throwers::circular);
    assertEquals("one", thrown.getMessage());
    assertEquals("two", thrown.getCause().getMessage());
    assertEquals("one", thrown.getCause().getCause().getMessage());
  }

  @Test
  void oneThatHoldsWhatCannotBeSentArrivesAsText() {
    ForeignException text = requireText(Throwers.Unsendable.class, Throwers::unsendable);
    assertEquals("with a thread", text.getMessage());
    assertEquals("the reason", text.getCause().getMessage());
    requireFrame("unsendable", text);
    assertTrue(text.reason().contains("Thread"), text::reason);
  }

  @Test
  void oneThatCannotBeReadHereArrivesAsText() {
    ForeignException text = requireText(Throwers.Unreadable.class, Throwers::unreadable);
    assertEquals("refuses to be read", text.getMessage());
    requireFrame("unreadable", text);
  }

  @Test
  void oneWhoseOwnMethodsThrowArrivesAsText() {
    Throwable thrown = thrownBy(Throwers::rude);
    assertTrue(
        thrown instanceof Throwers.Rude || thrown instanceof ForeignException,
        () -> thrown.getClass().toString());
    requireFrame("rude", thrown);
    assertThrows(TaskFailedException.class, () -> pool.apply(Throwers::rude));
  }

  @Test
  void oneOfAClassUnknownHereArrivesAsText(@TempDir Path folder) throws Exception {
    CompiledClasses.compile(
        folder,
        "WorkersOnly",
        "public class WorkersOnly extends RuntimeException {\n"
            + "  public WorkersOnly(String message) { super(message); }\n"
            + "}\n");
    PoolOptions options =
        PoolOptions.defaults().withWorkers(1).withClassPath(CompiledClasses.classPathWith(folder));
    try (Pool other = Pool.open(options)) {
      AsyncResult<Object> result = other.applyAsync(() -> Throwers.byName("WorkersOnly"));
      Throwable thrown = assertThrows(ExecutionException.class, result::get).getCause();
      ForeignException text = assertInstanceOf(ForeignException.class, thrown);
      assertEquals("WorkersOnly", text.typeName());
      assertEquals("made by name", text.getMessage());
      requireFrame("byName", text);
      assertEquals(42, other.apply(() -> 42));
    }
  }

  @Test
  void aCancellationExceptionOfTheTasksIsAFailure() {
    AsyncResult<Object> result = pool.applyAsync(Throwers::cancellation);
    Throwable thrown = assertThrows(ExecutionException.class, result::get).getCause();
    assertInstanceOf(CancellationException.class, thrown);
    assertFalse(result.isCancelled());
  }

  @Test
  void aNotSendableExceptionOfTheTasksIsItsOwnFailure() {
    TaskFailedException failed =
        assertThrows(TaskFailedException.class, () -> pool.apply(Throwers::notSendable));
    assertInstanceOf(NotSendableException.class, failed.getCause());
  }

  private static ForeignException requireText(Class<?> type, Task<Object> task) {
    ForeignException text = assertInstanceOf(ForeignException.class, thrownBy(task));
    assertEquals(type.getName(), text.typeName());
    return text;
  }

  private static Throwable thrownBy(Task<Object> task) {
    AsyncResult<Object> result = pool.applyAsync(task);
    return assertThrows(ExecutionException.class, result::get).getCause();
  }

  private static void requireFrame(String method, Throwable thrown) {
    assertTrue(
        Arrays.stream(thrown.getStackTrace())
            .anyMatch(frame ->
                frame.getClassName().equals(Throwers.class.getName())
                    && frame.getMethodName().equals(method)),
        () -> Chains.text(thrown));
  }
}
