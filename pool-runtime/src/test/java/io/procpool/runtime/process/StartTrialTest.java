package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolOptions;
import io.procpool.ProcessOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StartTrialTest {

  @Test
  void whatTheJvmSaysBeforeItsMainClassIsCaught() {
    List<String> lines =
        StartTrial.lines(
            JvmCommand.forWorker(
                PoolOptions.defaults()
                    .withJvmOptions("-XX:NoSuchOption", "-Dlong=" + "x".repeat(200_000))));
    assertTrue(lines.stream().anyMatch(line -> line.contains("NoSuchOption")), lines::toString);
  }

  @Test
  void aCommandThatWorksSaysNothing() {
    assertEquals(List.of(), StartTrial.lines(JvmCommand.forWorker(PoolOptions.defaults())));
    assertEquals(
        List.of(), StartTrial.lines(JvmCommand.forProcess(ProcessOptions.defaults(), false)));
  }

  @Test
  void theLastLinesAreKept() {
    String text =
        IntStream.rangeClosed(1, 20).mapToObj(i -> "line " + i).collect(Collectors.joining("\n\n"));
    assertEquals(
        IntStream.rangeClosed(13, 20).mapToObj(i -> "line " + i).toList(),
        StartTrial.lastLines(text));
  }
}
