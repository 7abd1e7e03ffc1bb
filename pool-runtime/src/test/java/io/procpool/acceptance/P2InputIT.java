package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.Pool;
import io.procpool.ResultIterator;
import io.procpool.TaskFunction;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P2, as a program: inputs that fail; endless inputs in a parent whose heap is small. */
class P2InputIT {

  private static final String SMALL_HEAP = "-Xmx40m";
  private static final int ITEM_BYTES = 100_000;
  private static final int READ = 3000; // 300 MB

  @TempDir Path directory;

  /** Reads the first results of an endless input of large items. */
  static final class Endless {

    public static void main(String[] args) {
      boolean largeInputs = args[0].contains("inputs");
      boolean largeResults = args[0].contains("results");
      int chunkSize = Integer.parseInt(args[2]);
      TaskFunction<byte[], byte[]> task =
          largeResults ? Endless::large : bytes -> new byte[] {bytes[0]};
      Iterable<byte[]> inputs =
          () -> Stream.generate(() -> new byte[largeInputs ? ITEM_BYTES : 1]).iterator();
      try (Pool pool = Pool.create(2);
          ResultIterator<byte[]> results = results(pool, task, inputs, args[1], chunkSize)) {
        long bytes = 0;
        for (int i = 0; i < READ; i++) {
          bytes += results.next().length;
        }
        System.out.println("read " + bytes);
      }
    }

    private static byte[] large(byte[] input) {
      byte[] result = new byte[ITEM_BYTES];
      result[0] = input[0];
      return result;
    }

    private static ResultIterator<byte[]> results(
        Pool pool,
        TaskFunction<byte[], byte[]> task,
        Iterable<byte[]> inputs,
        String order,
        int chunkSize) {
      if (chunkSize > 0) {
        return pool.imap(task, inputs, chunkSize);
      }
      return order.equals("ordered") ? pool.imap(task, inputs) : pool.imapUnordered(task, inputs);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "large-inputs ordered 0",
        "large-results ordered 0",
        "large-inputs-and-results unordered 0",
        "large-inputs-and-results ordered 1000"
      })
  void p2EndlessInputWithImapRunsInASmallHeap(String how) throws Exception {
    try (Program program =
        new Program(directory, List.of(SMALL_HEAP), Endless.class, (Object[]) how.split(" "))) {
      String bytes = program.awaitLine("read ");
      long expected = how.contains("results") ? (long) READ * ITEM_BYTES : READ;
      assertEquals(expected, Long.parseLong(bytes));
      program.assertCleanEnd();
    }
  }

  /** Items larger than all that a call may hold, among small ones. */
  static final class Huge {
    public static void main(String[] args) {
      try (Pool pool = Pool.create(2);
          ResultIterator<byte[]> results =
              pool.imap(
                  bytes -> bytes,
                  IntStream.range(0, 40).mapToObj(i -> new byte[i % 10 == 5 ? 7_000_000 : 10]))) {
        long bytes = 0;
        while (results.hasNext()) {
          bytes += results.next().length;
        }
        System.out.println("read " + bytes);
      }
    }
  }

  @Test
  void p2AnInputLargerThanTheWindowOfBytesStillPasses() throws Exception {
    try (Program program = new Program(directory, List.of(SMALL_HEAP), Huge.class)) {
      assertEquals("28000360", program.awaitLine("read "));
      program.assertCleanEnd();
    }
  }

  /** An input that fails: what came before is printed, then the failure, then what comes after. */
  static final class Failing {

    public static void main(String[] args) {
      int failing = Integer.parseInt(args[0]);
      try (Pool pool = Pool.create(2)) {
        int read = 0;
        try (ResultIterator<Integer> results = pool.imap(n -> n * n, failingAt(failing))) {
          while (results.hasNext()) {
            if (results.next() != read * read) {
              throw new AssertionError("result " + read + " is wrong");
            }
            read++;
          }
        } catch (IllegalStateException e) {
          System.out.println("read " + read + ", then " + e.getMessage());
        }
        System.out.println("and " + pool.apply(() -> 42));
      }
    }

    private static Iterator<Integer> failingAt(int failing) {
      return IntStream.range(0, 50)
          .mapToObj(n -> {
            if (n == failing) {
              throw new IllegalStateException("broken input");
            }
            return n;
          })
          .iterator();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 49})
  void p2AnInputThatThrowsIsToldAfterTheResultsBeforeIt(int failing) throws Exception {
    try (Program program = new Program(directory, List.of(), Failing.class, failing)) {
      program.assertCleanEnd();
      assertEquals(List.of("read " + failing + ", then broken input", "and 42"), program.out());
    }
  }
}
