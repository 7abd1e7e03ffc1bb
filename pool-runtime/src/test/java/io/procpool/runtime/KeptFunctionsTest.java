package io.procpool.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.acceptance.Gate;
import java.io.File;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a function captures crosses once to each worker, however many chunks there are. */
@Timeout(120)
class KeptFunctionsTest {

  private static final int LARGE = 1 << 20;
  private static final int WORKERS = 2;
  private static final List<Integer> NUMBERS = IntStream.range(0, 400).boxed().toList();

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(WORKERS));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  /** Something large that a worker may notice to be gone. */
  static final class Table implements Serializable {
    private static final long serialVersionUID = 1L;

    private static WeakReference<Table> last; // the worker's

    private final byte[] bytes;
    private final ArrayList<String> texts;

    Table() {
      bytes = new byte[LARGE];
      texts = new ArrayList<>(IntStream.range(0, 1000).mapToObj(n -> "text " + n).toList());
    }

    private Object readResolve() {
      last = new WeakReference<>(this);
      return this;
    }

    int at(int n) {
      return n + bytes[n] + texts.get(n).length();
    }

    static boolean isGone() {
      System.gc();
      return last != null && last.get() == null;
    }
  }

  private static List<Integer> expected(Table table) {
    return NUMBERS.stream().map(table::at).toList();
  }

  private static long bytesSent(Runnable action) {
    long before = pool.statistics().bytesSent();
    action.run();
    return pool.statistics().bytesSent() - before;
  }

  @Test
  void aLargeFunctionOfAMapCrossesOnceToEachWorker() {
    Table table = new Table();
    long sent =
        bytesSent(() -> assertEquals(expected(table), pool.map(n -> table.at(n), NUMBERS, 1)));
    assertTrue(sent < (WORKERS + 1) * (long) LARGE, sent + " bytes");
  }

  @Test
  void aLargeFunctionOfAnImapCrossesOnceToEachWorker() {
    Table table = new Table();
    long sent =
        bytesSent(() -> {
          try (ResultIterator<Integer> results = pool.imap(n -> table.at(n), NUMBERS, 1)) {
            assertEquals(expected(table), results.stream().toList());
          }
        });
    assertTrue(sent < (WORKERS + 1) * (long) LARGE, sent + " bytes");
  }

  @Test
  void aNewWorkerIsSentTheFunctionToo(@TempDir Path directory) {
    Table table = new Table();
    String mark = directory.resolve("died").toString();
    try (Pool retrying = Pool.open(PoolOptions.defaults().withWorkers(1).withRetries(1))) {
      List<Integer> results =
          retrying.map(
              n -> {
                if (n == 200 && new File(mark).createNewFile()) {
                  Runtime.getRuntime().halt(3);
                }
                return table.at(n);
              },
              NUMBERS,
              1);
      assertEquals(expected(table), results);
    }
  }

  @Test
  void moreCallsThanAWorkerKeepsFunctionsForGetTheirOwn() {
    List<ResultIterator<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int[] offset = new int[1024];
      offset[0] = i;
      calls.add(pool.imap(n -> n + offset[0], NUMBERS, 1));
    }
    for (int n = 0; n < 20; n++) {
      for (int i = 0; i < calls.size(); i++) {
        assertEquals(n + i, calls.get(i).next());
      }
    }
    calls.forEach(ResultIterator::close);
  }

  private static void awaitForgotten(Pool of) {
    await().atMost(Duration.ofMinutes(1)).until(() -> of.apply(Table::isGone));
  }

  @Test
  void aWorkerForgetsTheFunctionOfAMapThatHasEnded() {
    Table table = new Table();
    try (Pool one = Pool.create(1)) {
      assertEquals(expected(table), one.map(n -> table.at(n), NUMBERS, 1));
      awaitForgotten(one);
    }
  }

  @Test
  void aWorkerForgetsTheFunctionOfAMapWhoseInputsFail(@TempDir Path directory) {
    Table table = new Table();
    Gate ran = Gate.in(directory, "ran");
    try (Pool one = Pool.create(1)) {
      Iterable<Integer> broken = () -> NUMBERS.stream().map(n -> brokenAt(100, n, ran)).iterator();
      assertThrows(
          IllegalStateException.class, () -> one.map(n -> opening(ran, table.at(n)), broken, 1));
      awaitForgotten(one);
    }
  }

  private static int brokenAt(int broken, int n, Gate ran) {
    if (n == broken) {
      ran.awaitOpen();
      throw new IllegalStateException("broken input");
    }
    return n;
  }

  private static int opening(Gate gate, int result) {
    gate.open();
    return result;
  }

  @Test
  void aWorkerForgetsTheFunctionOfAnImapThatIsReadToItsEnd() {
    Table table = new Table();
    try (Pool one = Pool.create(1)) {
      ResultIterator<Integer> results = one.imap(n -> table.at(n), NUMBERS, 1);
      results.forEachRemaining(_ -> {});
      awaitForgotten(one);
      results.close();
    }
  }

  @Test
  @SuppressWarnings("try") // the close is what is tested
  void aWorkerForgetsTheFunctionOfAnImapThatIsClosed() {
    Table table = new Table();
    try (Pool one = Pool.create(1);
        ResultIterator<Integer> results = one.imap(n -> table.at(n), NUMBERS, 1)) {
      assertEquals(table.at(0), results.next());
      results.close();
      awaitForgotten(one);
    }
  }

  @Test
  void aWorkerForgetsTheFunctionOfAnImapThatIsDropped() {
    Table table = new Table();
    try (Pool one = Pool.create(1)) {
      assertEquals(table.at(0), one.imap(n -> table.at(n), NUMBERS, 1).next());
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> {
            System.gc();
            return one.apply(Table::isGone);
          });
    }
  }
}
