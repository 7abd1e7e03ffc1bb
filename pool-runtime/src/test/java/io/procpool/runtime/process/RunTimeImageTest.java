package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunTimeImageTest {

  @Test
  void aMissingModuleIsNamedWithTheRemedy() {
    String lack = RunTimeImage.lack(Set.of("java.logging", "java.management")::contains);
    assertTrue(
        lack.startsWith(
            "the run-time image lacks module jdk.unsupported: add jdk.unsupported to jlink's"
                + " --add-modules"),
        lack);
  }

  @Test
  void allMissingModulesAreNamedAtOnce() {
    assertTrue(
        RunTimeImage.lack(_ -> false)
            .contains("add java.logging,java.management,jdk.unsupported to"));
  }

  @Test
  void aWholeImageLacksNothing() {
    assertEquals("", RunTimeImage.lack(_ -> true));
    RunTimeImage.require();
  }
}
