package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.WorkerDiedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** P19, as a program: a message keeps its letters whatever the console's encoding is. */
class P19ConsoleIT {

  @TempDir Path directory;

  /** Prints the code points of a message and of a dead worker's last line. */
  static final class Names {
    public static void main(String[] args) {
      PoolOptions options = PoolOptions.defaults().withWorkers(1).withName("gr\u00f6\u00dfe");
      try (Pool pool = Pool.open(options)) {
        WorkerDiedException died =
            assertThrows(
                WorkerDiedException.class,
                () ->
                    pool.apply(() -> {
                      System.err.println("zu gro\u00df");
                      Runtime.getRuntime().halt(5);
                      return 0;
                    }));
        System.out.println("name " + died.getMessage().contains("pool gr\u00f6\u00dfe,"));
        System.out.println("tail " + died.stderrTail().getLast().chars().boxed().toList());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1,223", "UTF-8,223", "US-ASCII,63"})
  void p19NamesAndLastWordsKeepTheirLetters(String encoding, int last) throws Exception {
    List<String> options =
        List.of("-Dstderr.encoding=" + encoding, "-Dstdout.encoding=" + encoding);
    try (Program program =
        new Program(Map.of("LC_ALL", "POSIX"), directory, options, Names.class)) {
      assertEquals(0, program.awaitExit(), () -> program.err().toString());
      assertEquals(
          List.of("name true", "tail [122, 117, 32, 103, 114, 111, " + last + "]"), program.out());
    }
  }
}
