package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.acceptance.Gate;
import io.procpool.acceptance.LogCapture;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link PoolOptions#mutationCheck}: writes to copies are told. */
@Timeout(120)
class MutationCheckTest {

  private final Pool pool =
      Pool.open(PoolOptions.defaults().withWorkers(2).withMutationCheck(true));
  private final LogCapture log = new LogCapture();

  @AfterEach
  void close() {
    log.close();
    pool.close();
  }

  /** What this pool has warned of. */
  private List<String> warnings(Pool of) {
    return log.of(of, Level.WARNING);
  }

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }

  /** All outcomes are read before a pool has ended, and so what they bring along. */
  private List<String> warningsAtTheEnd() {
    pool.close();
    return warnings(pool);
  }

  private void assertWarned(String what) {
    List<String> texts = warningsAtTheEnd();
    assertEquals(1, texts.size(), texts::toString);
    assertTrue(texts.getFirst().contains(what + "; the caller does not see that"), texts::toString);
  }

  @Test
  void aListThatATaskAddsToIsNamedWithThePlaceOfTheTask() throws Exception {
    List<Integer> results = new ArrayList<>();
    int line = line() + 1;
    Future<Boolean> added = pool.submit((Callable<Boolean>) () -> results.add(1));
    assertTrue(added.get(60, SECONDS));
    assertEquals(List.of(), results);
    assertEquals(
        List.of(
            "pool "
                + pool.name()
                + ": task at MutationCheckTest.java:"
                + line
                + " changed its copy of captured results: ArrayList.size 0 -> 1; the caller does"
                + " not see that"),
        warningsAtTheEnd());
  }

  @Test
  void aPlaceIsToldOnceWhateverTheTasksAndWorkers() {
    Map<String, Integer> counts = new HashMap<>();
    List<Integer> inputs = IntStream.range(0, 500).boxed().toList();
    assertEquals(500, pool.map(n -> counts.merge("n" + n, 1, Integer::sum), inputs).size());
    List<String> texts = warningsAtTheEnd();
    assertEquals(1, texts.size(), texts::toString);
    assertTrue(texts.getFirst().contains("captured counts: HashMap.size "), texts::toString);
  }

  @Test
  void aTaskThatChangesNothingIsNotTold() throws Exception {
    List<Integer> captured = List.of(1, 2);
    Map<String, int[]> map = new HashMap<>(Map.of("a", new int[100_000]));
    assertEquals(3, pool.submit(() -> captured.get(0) + captured.get(1)).get(60, SECONDS));
    assertEquals(List.of(0), pool.map(n -> map.get("a")[n], List.of(1)));
    assertEquals(List.of(), warningsAtTheEnd());
  }

  @Test
  void anArrayIsNamedByItsElement() {
    int[] counter = {7};
    assertEquals(7, pool.apply(() -> counter[0]++));
    assertWarned("captured counter: int[0] 7 -> 8");
  }

  @Test
  void aLargeArrayIsComparedToo() {
    long[] large = new long[200_000];
    assertEquals(0, pool.apply(() -> large[199_999]--));
    assertWarned("captured large: long[199999] 0 -> -1");
  }

  static final class Report implements Serializable {
    private static final long serialVersionUID = 1L;
    private final AtomicInteger pages = new AtomicInteger();
    private String title = "old";

    int rename() {
      title = "new";
      return title.length();
    }
  }

  @Test
  void aFieldIsNamedByItsPath() {
    Map<String, Report> reports = Map.of("first", new Report());
    assertEquals(3, pool.apply(() -> reports.get("first").rename()));
    List<String> texts = warningsAtTheEnd();
    assertEquals(1, texts.size(), texts::toString);
    assertTrue(
        texts.getFirst().contains("[\"first\"]: Report.title \"old\" -> \"new\""), texts::toString);
  }

  @Test
  void anAtomicInsideAnObjectIsNamed() {
    Report report = new Report();
    assertEquals(1, pool.apply(() -> report.pages.incrementAndGet()));
    assertWarned("captured report: Report.pages: AtomicInteger 0 -> 1");
  }

  @Test
  void theReceiverOfAMethodReferenceIsNamed() {
    Report report = new Report();
    assertEquals(3, pool.apply(report::rename));
    assertWarned("captured receiver: Report.title \"old\" -> \"new\"");
  }

  /** A task that is no lambda. */
  static final class Counting implements Callable<Integer>, Serializable {
    private static final long serialVersionUID = 1L;
    private int count;

    @Override
    public Integer call() {
      return ++count;
    }
  }

  @Test
  void anObjectsOwnFieldIsNamed() throws Exception {
    Counting counting = new Counting();
    assertEquals(1, pool.submit((Callable<Integer>) counting).get(60, SECONDS));
    assertEquals(0, counting.count);
    assertWarned("task Counting changed its copy of Counting.count 0 -> 1");
  }

  @Test
  void theFunctionInAStageIsTheOneThatIsNamed() throws Exception {
    List<Integer> results = new ArrayList<>();
    assertTrue(CompletableFuture.supplyAsync(() -> results.add(1), pool).get(60, SECONDS));
    List<String> texts = warningsAtTheEnd();
    assertEquals(1, texts.size(), texts::toString);
    assertTrue(texts.getFirst().contains("task at MutationCheckTest.java:"), texts::toString);
    assertTrue(
        texts.getFirst().contains("captured results: ArrayList.size 0 -> 1"), texts::toString);
  }

  @Test
  void aTaskThatThrowsIsToldToo() {
    List<String> seen = new ArrayList<>();
    Future<?> future =
        pool.submit(
            (Runnable)
                () -> {
                  seen.add("x");
                  throw new IllegalStateException("after");
                });
    Throwable thrown =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS)).getCause();
    assertEquals("after", thrown.getMessage());
    assertWarned("captured seen: ArrayList.size 0 -> 1");
  }

  /** A task whose copy can be read once in a process. */
  static final class Unreadable implements Callable<Integer>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicBoolean READ = new AtomicBoolean();
    private int count;

    @Override
    public Integer call() {
      return ++count;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (READ.getAndSet(true)) {
        throw new InvalidObjectException("a second time");
      }
    }
  }

  @Test
  void whatCannotBeComparedHarmsNoTask() throws Exception {
    assertEquals(1, pool.submit((Callable<Integer>) new Unreadable()).get(60, SECONDS));
    List<String> texts = warningsAtTheEnd();
    assertEquals(1, texts.size(), texts::toString);
    assertTrue(texts.getFirst().contains("cannot be compared"), texts::toString);
  }

  @Test
  void withoutTheOptionNothingIsTold() {
    int[] counter = {7};
    Pool other = Pool.create(1);
    assertEquals(7, other.apply(() -> counter[0]++));
    other.close();
    assertEquals(List.of(), warnings(other));
  }

  @Test
  void aPropertyAsksForItInAllPools() {
    int[] counter = {7};
    System.setProperty("procpool.check", "true");
    Pool other;
    try {
      other = Pool.create(1);
    } finally {
      System.clearProperty("procpool.check");
    }
    assertEquals(7, other.apply(() -> counter[0]++));
    other.close();
    await().atMost(Gate.LIMIT).until(() -> warnings(other).size() == 1);
  }
}
