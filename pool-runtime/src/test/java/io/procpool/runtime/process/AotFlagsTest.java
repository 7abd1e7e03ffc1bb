package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AotFlagsTest {

  private static final long MEMORY = 64L << 30;

  @Test
  void optionsThatChangeNothingInTheCacheAreLeftOut() {
    List<String> options =
        List.of(
            "-ea",
            "-ea:my.pkg...",
            "-Dx=1",
            "-Xms1g",
            "-Xss1m",
            "-Xmx29g",
            "-XX:MaxRAMPercentage=40.0000",
            "-XX:ActiveProcessorCount=2",
            "-XX:+UseG1GC",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=/x");
    assertEquals(Optional.of(List.of()), AotFlags.significant(options, MEMORY));
  }

  @Test
  void allOthersAreKeptInOrderAndAsOneWord() {
    List<String> options =
        List.of("--add-opens", "a/b=c", "-Dx", "--add-modules=m", "-XX:+UseZGC", "-XX:New=1");
    assertEquals(
        Optional.of(List.of("--add-opens=a/b=c", "--add-modules=m", "-XX:+UseZGC", "-XX:New=1")),
        AotFlags.significant(options, MEMORY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Xmx32g", "-Xmx40000m", "-Xmx1T", "-Xmx34359738368", "-XX:MaxRAMPercentage=60"})
  void heapsWithoutCompressedPointersNeedACacheOfTheirOwn(String heap) {
    assertEquals(Optional.of(List.of(heap)), AotFlags.significant(List.of(heap), MEMORY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-javaagent:a.jar",
        "-agentlib:jdwp=transport=dt_socket",
        "-XX:SharedArchiveFile=x",
        "-XX:AOTCache=x",
        "-XX:AOTCacheOutput=x",
        "-Xshare:off",
        "--patch-module=a=b",
        "@options"
      })
  void optionsThatForbidACacheAreRespected(String option) {
    assertEquals(Optional.empty(), AotFlags.significant(List.of("-ea", option), MEMORY));
  }
}
