package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Task;
import java.io.File;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call was given is what its task sees, whatever becomes of it afterwards. */
@Timeout(120)
class ReusedBufferTest {

  private static final int COUNT = 20;
  private static final int LARGE = 1 << 20; // bytes that travel beside the frame
  private static final List<Integer> NUMBERS = IntStream.rangeClosed(1, COUNT).boxed().toList();
  private static final byte[] WORKERS_BUFFER = new byte[LARGE]; // each process has its own

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(2));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 70_000, LARGE})
  void anInputIsReadBeforeTheNextIsTaken(int bytes) throws Exception {
    assertEquals(NUMBERS, pool.map(ReusedBufferTest::number, buffers(bytes)));
    assertEquals(NUMBERS, pool.map(ReusedBufferTest::number, buffers(bytes), 4));
    assertEquals(NUMBERS, pool.map(ReusedBufferTest::number, stream(bytes)));
    assertEquals(NUMBERS, pool.mapAsync(ReusedBufferTest::number, buffers(bytes)).get());
    assertEquals(NUMBERS, pool.imap(ReusedBufferTest::number, buffers(bytes)).stream().toList());
    assertEquals(
        NUMBERS,
        pool.imapUnordered(ReusedBufferTest::number, buffers(bytes)).stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, LARGE})
  void aPairIsReadBeforeTheNextIsTaken(int bytes) throws Exception {
    assertEquals(NUMBERS, pool.starmap((n, buffer) -> number(buffer), pairs(bytes)));
    assertEquals(NUMBERS, pool.starmap((n, buffer) -> number(buffer), pairs(bytes), 3));
    assertEquals(NUMBERS, pool.starmapAsync((n, buffer) -> number(buffer), pairs(bytes)).get());
  }

  @Test
  void whatAFunctionCapturesIsReadBeforeItsInputsAre() {
    byte[] captured = filled(7);
    Iterable<Integer> inputs =
        () -> NUMBERS.stream().peek(number -> Arrays.fill(captured, number.byteValue())).iterator();
    assertEquals(List.of(7), pool.map(_ -> number(captured), inputs).stream().distinct().toList());
  }

  @Test
  void whatATaskWasGivenIsFreeWhenTheCallReturns() throws Exception {
    byte[] buffer = new byte[LARGE];
    List<Future<Integer>> results = new ArrayList<>();
    for (int number : NUMBERS) {
      Arrays.fill(buffer, (byte) number);
      Callable<Integer> callable = (Task<Integer>) () -> number(buffer);
      results.add(
          switch (number % 3) {
            case 0 -> pool.applyAsync(ReusedBufferTest::number, buffer);
            case 1 -> pool.submit(() -> number(buffer));
            default -> pool.submit(callable);
          });
    }
    List<Integer> got = new ArrayList<>();
    for (Future<Integer> result : results) {
      got.add(result.get());
    }
    assertEquals(NUMBERS, got);
  }

  @Test
  void aRetriedTaskIsGivenWhatItWasGivenFirst(@TempDir Path directory) throws Exception {
    try (Pool retrying = Pool.open(PoolOptions.defaults().withWorkers(1).withRetries(1))) {
      byte[] buffer = filled(1);
      String mark = directory.resolve("begun").toString();
      AsyncResult<Integer> result =
          retrying.applyAsync(
              array -> {
                if (new File(mark).createNewFile()) {
                  Runtime.getRuntime().halt(3);
                }
                return number(array);
              },
              buffer);
      Arrays.fill(buffer, (byte) 2);
      assertEquals(1, result.get());
    }
  }

  @Test
  void whatAnInitializerCapturesIsReadAsThePoolIsOpened() {
    byte[] captured = filled(5);
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(2)
            .withInitializer(() -> System.setProperty("reused", "" + number(captured)));
    try (Pool initialized = Pool.open(options)) {
      Arrays.fill(captured, (byte) 6);
      assertEquals("5", initialized.apply(() -> System.getProperty("reused")));
      initialized.resize(1);
      initialized.resize(3);
      assertEquals(
          List.of("5"),
          initialized.map(_ -> System.getProperty("reused"), NUMBERS, 1).stream()
              .distinct()
              .toList());
    }
  }

  @Test
  void aResultIsReadBeforeTheWorkersNextTaskBegins() {
    List<byte[]> results =
        pool.map(
            number -> {
              Arrays.fill(WORKERS_BUFFER, number.byteValue());
              return WORKERS_BUFFER;
            },
            NUMBERS);
    assertEquals(NUMBERS, results.stream().map(ReusedBufferTest::number).toList());
  }

  /** As one who reads a file block by block into one buffer. */
  private static Iterable<byte[]> buffers(int bytes) {
    return () -> stream(bytes).iterator();
  }

  private static Stream<byte[]> stream(int bytes) {
    byte[] buffer = new byte[bytes];
    return NUMBERS.stream()
        .map(number -> {
          Arrays.fill(buffer, number.byteValue());
          return buffer;
        });
  }

  private static Iterable<Map.Entry<Integer, byte[]>> pairs(int bytes) {
    return () -> {
      Iterator<byte[]> each = stream(bytes).iterator();
      return NUMBERS.stream()
          .<Map.Entry<Integer, byte[]>>map(number -> new SimpleEntry<>(number, each.next()))
          .iterator();
    };
  }

  private static byte[] filled(int number) {
    byte[] bytes = new byte[LARGE];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  /** The number that fills the buffer; -1 if it is torn. */
  private static int number(byte[] buffer) {
    for (byte each : buffer) {
      if (each != buffer[0]) {
        return -1;
      }
    }
    return buffer[0];
  }
}
