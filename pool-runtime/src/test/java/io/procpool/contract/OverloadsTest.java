package io.procpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.ResultIterator;
import io.procpool.TaskFailedException;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls as one writes them: each compiles without a cast, and runs the method that is meant. */
class OverloadsTest {

  private static Pool pool;

  @BeforeAll
  static void openPool() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  private static int overloaded() {
    return 1;
  }

  @SuppressWarnings("unused") // it makes references to the other one inexact
  private static int overloaded(int n) {
    return n;
  }

  private static void failing() throws IOException {
    throw new IOException("on purpose");
  }

  @Test
  void aTaskWithoutAResultIsWaitedFor(@TempDir Path directory) {
    Gate ran = Gate.in(directory, "ran");
    pool.apply(() -> {
      ran.open();
    });
    assertTrue(ran.isOpen());
  }

  @Test
  void aTaskWithoutAResultMayThrowCheckedExceptions() {
    TaskFailedException failed =
        assertThrows(TaskFailedException.class, () -> pool.apply(OverloadsTest::failing));
    assertInstanceOf(IOException.class, failed.getCause());
  }

  @Test
  void aTaskWithoutAResultEndsWithNull(@TempDir Path directory) throws Exception {
    Gate ran = Gate.in(directory, "ran");
    assertNull(
        pool.applyAsync(
                () -> {
                  ran.open();
                })
            .get());
    assertTrue(ran.isOpen());
  }

  @Test
  void aReferenceToAnOverloadedMethodGivesItsResult() throws Exception {
    int applied = pool.apply(OverloadsTest::overloaded);
    int applying = pool.applyAsync(OverloadsTest::overloaded).get();
    assertEquals(2, applied + applying);
  }

  @Test
  void anExpressionGivesItsResultThoughItCouldBeAStatement() {
    int result = pool.apply(() -> overloaded());
    assertEquals(1, result);
  }

  @Test
  void anImapTakesTheResultsOfAnother() {
    try (ResultIterator<String> results =
        pool.imap(n -> "<" + n + ">", pool.imap(n -> n * 2, List.of(1, 2, 3)))) {
      assertEquals(List.of("<2>", "<4>", "<6>"), results.stream().toList());
    }
  }

  @Test
  void anUnorderedImapTakesTheResultsOfAnother() {
    try (ResultIterator<Integer> results =
        pool.imapUnordered(n -> n + 1, pool.imapUnordered(n -> n * 2, List.of(1, 2, 3)))) {
      assertEquals(Set.of(3, 5, 7), new HashSet<>(results.stream().toList()));
    }
  }

  @Test
  void aMapTakesTheResultsOfAnImap() {
    assertEquals(List.of(3, 5), pool.map(n -> n + 1, pool.imap(n -> n * 2, List.of(1, 2))));
  }
}
