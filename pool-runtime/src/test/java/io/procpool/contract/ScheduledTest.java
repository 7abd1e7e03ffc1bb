package io.procpool.contract;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.WorkerDiedException;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Pool#scheduled}: what is due later, or again and again, runs in workers. */
class ScheduledTest {

  private static final Task<Long> PID = () -> ProcessHandle.current().pid();

  @TempDir Path directory;

  private Pool pool;
  private ScheduledExecutorService scheduled;
  private Gate begun;
  private Gate end;
  private Path log;

  @BeforeEach
  void open() throws IOException {
    pool = Pool.create(2);
    scheduled = pool.scheduled();
    begun = Gate.in(directory, "begun");
    end = Gate.in(directory, "end");
    log = Files.createFile(directory.resolve("log"));
  }

  @AfterEach
  void close() {
    end.open();
    pool.terminate();
    pool.close();
  }

  /** Writes its times down: a line when it begins and one when it ends. */
  private RunnableTask noting() {
    String file = log.toString();
    return () -> {
      note(file);
      note(file);
    };
  }

  private static void note(String file) {
    try {
      Files.writeString(Path.of(file), System.nanoTime() + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Long> noted() throws IOException {
    return Files.readAllLines(log).stream().map(Long::parseLong).toList();
  }

  private void awaitNotes(int count) {
    await().atMost(Gate.LIMIT).until(() -> noted().size() >= count);
  }

  /** Begins, and does not end before {@link #end} is open. */
  private RunnableTask endless() {
    Gate begins = begun;
    Gate ends = end;
    return () -> {
      try {
        begins.openThenPass(ends);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Test
  void aTaskRunsInAWorkerAndNotBeforeItIsDue() throws Exception {
    long before = System.nanoTime();
    ScheduledFuture<Long> future = scheduled.schedule(PID, 50, MILLISECONDS);
    assertTrue(future.getDelay(NANOSECONDS) <= MILLISECONDS.toNanos(50));
    assertNotEquals(ProcessHandle.current().pid(), future.get(60, SECONDS));
    assertTrue(System.nanoTime() - before >= MILLISECONDS.toNanos(50));
    assertEquals(Future.State.SUCCESS, future.state());
  }

  @Test
  void whatIsDueFirstRunsFirst() throws Exception {
    pool.resize(1);
    String file = log.toString();
    ScheduledFuture<?> later = scheduled.schedule(noting(), 300, MILLISECONDS);
    Task<Integer> count = () -> Files.readAllLines(Path.of(file)).size();
    ScheduledFuture<Integer> sooner = scheduled.schedule(count, 1, MILLISECONDS);
    assertTrue(sooner.compareTo(later) < 0);
    assertEquals(0, sooner.get(60, SECONDS));
    assertEquals(null, later.get(60, SECONDS));
  }

  @Test
  void aTasksExceptionIsItsFutures() {
    Task<Integer> failing =
        () -> {
          throw new IOException("no");
        };
    ScheduledFuture<Integer> future = scheduled.schedule(failing, 1, MILLISECONDS);
    Throwable cause =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS)).getCause();
    assertInstanceOf(IOException.class, cause);
  }

  @Test
  void atAFixedRateNoRunBeginsBeforeTheLastHasEndedInItsWorker() throws Exception {
    String file = log.toString();
    Gate begins = begun;
    Gate ends = end;
    RunnableTask task =
        () -> {
          note(file);
          try {
            begins.openThenPass(ends);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          note(file);
        };
    ScheduledFuture<?> future = scheduled.scheduleAtFixedRate(task, 0, 1, MILLISECONDS);
    begun.awaitOpen();
    assertEquals(1, pool.apply(() -> 1)); // the other worker is there, and idle
    ScheduledFuture<Long> timer = scheduled.schedule(PID, 100, MILLISECONDS);
    assertTrue(timer.get(60, SECONDS) > 0);
    assertEquals(1, noted().size());
    end.open();
    awaitNotes(6); // those that are late come at once
    assertFalse(future.isDone());
    assertTrue(future.cancel(false));
  }

  @Test
  void withAFixedDelayTheTimeBetweenAnEndAndABeginIsTheDelay() throws Exception {
    ScheduledFuture<?> future = scheduled.scheduleWithFixedDelay(noting(), 0, 30, MILLISECONDS);
    awaitNotes(6);
    future.cancel(false);
    List<Long> times = noted();
    for (int end = 1; end + 1 < times.size(); end += 2) {
      long pause = times.get(end + 1) - times.get(end);
      assertTrue(pause >= MILLISECONDS.toNanos(30), "only " + pause + " ns");
    }
  }

  @Test
  void atAFixedRateTheTimesOfRunsDoNotDrift() throws Exception {
    ScheduledFuture<?> future = scheduled.scheduleAtFixedRate(noting(), 20, 20, MILLISECONDS);
    long start = System.nanoTime();
    awaitNotes(20);
    future.cancel(false);
    long tenth = noted().get(18) - start;
    assertTrue(tenth >= MILLISECONDS.toNanos(9 * 20), "the tenth came after " + tenth + " ns");
  }

  @Test
  void anExceptionEndsAPeriodicTask() throws Exception {
    String file = log.toString();
    RunnableTask task =
        () -> {
          note(file);
          throw new IllegalStateException("enough");
        };
    ScheduledFuture<?> future = scheduled.scheduleAtFixedRate(task, 0, 1, MILLISECONDS);
    Throwable cause =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS)).getCause();
    assertEquals("enough", cause.getMessage());
    assertTrue(scheduled.schedule(PID, 50, MILLISECONDS).get(60, SECONDS) > 0);
    assertEquals(1, noted().size());
  }

  @Test
  void theDeathOfAWorkerEndsAPeriodicTask() {
    RunnableTask dying = () -> Runtime.getRuntime().halt(3);
    ScheduledFuture<?> future = scheduled.scheduleWithFixedDelay(dying, 0, 1, MILLISECONDS);
    Throwable cause =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS)).getCause();
    assertInstanceOf(WorkerDiedException.class, cause);
  }

  @Test
  void cancelStopsARunThatHasBegun() {
    Gate begins = begun;
    Gate interrupted = Gate.in(directory, "interrupted");
    Gate never = end;
    RunnableTask task =
        () -> {
          try {
            begins.openThenPass(never);
          } catch (InterruptedException e) {
            interrupted.open();
          }
        };
    ScheduledFuture<?> future = scheduled.scheduleAtFixedRate(task, 0, 1, DAYS);
    begun.awaitOpen();
    assertTrue(future.cancel(true));
    interrupted.awaitOpen();
    assertThrows(CancellationException.class, future::get);
    assertEquals(Future.State.CANCELLED, future.state());
  }

  @Test
  void aCancelledTaskNeverRuns() throws Exception {
    ScheduledFuture<?> future = scheduled.schedule(noting(), 50, MILLISECONDS);
    assertTrue(future.cancel(false));
    assertFalse(future.cancel(false));
    assertTrue(scheduled.schedule(PID, 100, MILLISECONDS).get(60, SECONDS) > 0);
    assertEquals(List.of(), noted());
  }

  @Test
  void whatCannotBeSentIsRefusedByTheCall() {
    Thread captured = Thread.currentThread();
    Task<String> unsendable = captured::getName;
    Throwable refused =
        assertThrows(
            RejectedExecutionException.class, () -> scheduled.schedule(unsendable, 1, DAYS));
    assertInstanceOf(NotSendableException.class, refused.getCause());
    RunnableTask periodic = () -> captured.interrupt();
    assertThrows(
        RejectedExecutionException.class,
        () -> scheduled.scheduleAtFixedRate(periodic, 1, 1, DAYS));
  }

  @Test
  void aTaskIsWhatItWasWhenItWasScheduled() throws Exception {
    int[] captured = {1};
    Task<Integer> task = () -> captured[0];
    ScheduledFuture<Integer> future = scheduled.schedule(task, 50, MILLISECONDS);
    captured[0] = 2;
    assertEquals(1, future.get(60, SECONDS));
  }

  @Test
  void wrongArgumentsAreRefused() {
    RunnableTask task = noting();
    assertThrows(
        IllegalArgumentException.class, () -> scheduled.scheduleAtFixedRate(task, 0, 0, SECONDS));
    assertThrows(
        IllegalArgumentException.class,
        () -> scheduled.scheduleWithFixedDelay(task, 0, -1, SECONDS));
    assertThrows(NullPointerException.class, () -> scheduled.schedule((Runnable) null, 0, SECONDS));
    assertThrows(NullPointerException.class, () -> scheduled.schedule(task, 0, null));
    assertThrows(NullPointerException.class, () -> scheduled.execute(null));
  }

  @Test
  void asAnExecutorItRunsTasksAtOnce() throws Exception {
    long here = ProcessHandle.current().pid();
    assertNotEquals(here, scheduled.submit(PID).get(60, SECONDS));
    RunnableTask task = noting();
    assertEquals(5, scheduled.submit(task, 5).get(60, SECONDS));
    assertEquals(null, scheduled.submit(task).get(60, SECONDS));
    assertEquals(4, noted().size());
    scheduled.execute(task);
    awaitNotes(6);
    for (Future<Long> pid : scheduled.invokeAll(List.of(PID, PID))) {
      assertNotEquals(here, pid.resultNow());
    }
    assertNotEquals(here, scheduled.invokeAny(List.of(PID, PID), 60, SECONDS));
  }

  @Test
  void shutdownOfTheViewRunsWhatIsDueOnceAndEndsWhatIsPeriodic() throws Exception {
    ScheduledFuture<Long> once = scheduled.schedule(PID, 100, MILLISECONDS);
    ScheduledFuture<?> running = scheduled.scheduleAtFixedRate(endless(), 0, 1, MILLISECONDS);
    ScheduledFuture<?> waiting = scheduled.scheduleAtFixedRate(noting(), 1, 1, DAYS);
    begun.awaitOpen();
    scheduled.shutdown();
    assertTrue(scheduled.isShutdown());
    assertThrows(CancellationException.class, waiting::get);
    assertFalse(scheduled.awaitTermination(1, MILLISECONDS));
    RunnableTask another = noting();
    assertThrows(RejectedExecutionException.class, () -> scheduled.schedule(another, 1, SECONDS));
    assertThrows(RejectedExecutionException.class, () -> scheduled.execute(another));
    assertTrue(once.get(60, SECONDS) > 0);
    assertFalse(running.isDone());
    end.open();
    assertTrue(scheduled.awaitTermination(60, SECONDS));
    assertTrue(running.isCancelled());
    assertTrue(scheduled.isTerminated());
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void shutdownNowReturnsWhatNeverBeganAndStopsWhatRuns() throws Exception {
    ScheduledFuture<?> running = scheduled.schedule(endless(), 0, SECONDS);
    ScheduledFuture<Long> waiting = scheduled.schedule(PID, 1, DAYS);
    begun.awaitOpen();
    assertEquals(List.of(waiting), scheduled.shutdownNow());
    assertTrue(scheduled.awaitTermination(60, SECONDS));
    assertTrue(running.isCancelled());
    assertTrue(waiting.isCancelled());
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void closeOfThePoolWaitsForWhatIsDueOnceAndEndsWhatIsPeriodic() throws Exception {
    ScheduledFuture<Long> once = scheduled.schedule(PID, 200, MILLISECONDS);
    ScheduledFuture<?> periodic = scheduled.scheduleWithFixedDelay(noting(), 1, 1, DAYS);
    pool.close();
    assertTrue(once.resultNow() > 0);
    assertTrue(periodic.isCancelled());
    assertTrue(scheduled.isTerminated());
    assertThrows(RejectedExecutionException.class, () -> scheduled.schedule(PID, 1, SECONDS));
  }

  @Test
  void shutdownNowOfThePoolReturnsWhatWasNotDueYet() throws Exception {
    ScheduledFuture<Long> once = scheduled.schedule(PID, 1, DAYS);
    ScheduledFuture<?> periodic = scheduled.scheduleAtFixedRate(noting(), 1, 1, DAYS);
    List<Runnable> never = pool.shutdownNow();
    assertEquals(2, never.size());
    assertTrue(never.containsAll(List.of(once, periodic)));
    assertTrue(pool.awaitTermination(60, SECONDS));
    assertTrue(scheduled.awaitTermination(60, SECONDS));
    assertTrue(once.isCancelled());
  }

  @Test
  void theTimersThreadIsADaemonAndEndsWithTheView() throws Exception {
    ScheduledFuture<Long> waiting = scheduled.schedule(PID, 1, DAYS);
    List<Thread> timers = timers();
    assertEquals(1, timers.size());
    assertTrue(timers.getFirst().isDaemon());
    assertTrue(waiting.cancel(false));
    scheduled.close();
    await().atMost(Gate.LIMIT).until(() -> timers().isEmpty());
  }

  private List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(pool.name() + "-timer"))
        .toList();
  }
}
