package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionSourcesTest {

  @Test
  void laterSourcesComeLater() {
    assertEquals(
        List.of("-Da=1", "-Xss1m", "-Da=2"),
        OptionSources.merged(List.of(List.of("-Da=1", "-Xss1m"), List.of("-Da=2"))));
  }

  @Test
  void theCollectorIsThatOfTheLastSourceThatNamesOne() {
    assertEquals(
        List.of("-ea", "-XX:+UseZGC", "-XX:+UseStringDeduplication"),
        OptionSources.merged(
            List.of(
                List.of("-XX:+UseSerialGC", "-ea"),
                List.of("-XX:+UseG1GC"),
                List.of("-XX:+UseZGC"),
                List.of("-XX:+UseStringDeduplication"))));
  }

  @Test
  void aShareOfTheMemoryGivesWayToAnyOtherHeap() {
    List<String> share = List.of("-XX:MaxRAMPercentage=4", "-XX:MinRAMPercentage=4", "-ea");
    assertEquals(
        List.of("-ea", "-Xmx99m"), OptionSources.merged(List.of(share, List.of("-Xmx99m"))));
    assertEquals(
        List.of("-ea", "-XX:MaxRAMPercentage=40"),
        OptionSources.merged(List.of(share, List.of("-XX:MaxRAMPercentage=40"))));
  }

  @Test
  void anotherLanguageDoesNotKeepTheParentsCountry() {
    assertEquals(
        List.of("-Duser.timezone=UTC", "-Duser.language=fr"),
        OptionSources.merged(
            List.of(
                List.of("-Duser.language=de", "-Duser.country=DE", "-Duser.timezone=UTC"),
                List.of("-Duser.language=fr"))));
  }
}
