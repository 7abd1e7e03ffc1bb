package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedStateIT {

  @TempDir Path home;

  @Test
  void workersChangeOneMapAndOneAccount() throws Exception {
    SampleRun run = SampleRun.of(ManagedState.class, home).assertClean();
    assertEquals(
        List.of(
            "words: {be=2, is=1, not=1, or=1, question=1, that=1, the=1, to=2}",
            "balance: 30",
            "refused: not enough: balance=30 wanted=1000"),
        run.out());
  }
}
