package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedHistogramIT {

  @TempDir Path home;

  @Test
  void allWorkersTogetherCountEveryByteOnce() throws Exception {
    Path file = home.resolve("file");
    byte[] bytes = new byte[5_000_001];
    Arrays.fill(bytes, 0, 4_000_000, (byte) 0xAB);
    Arrays.fill(bytes, 4_000_000, 5_000_000, (byte) 7);
    Files.write(file, bytes);
    SampleRun run = SampleRun.of(SharedHistogram.class, home, file.toString()).assertClean();
    assertTrue(run.out().get(0).startsWith("0xab      4,000,000 ###"), run.out()::toString);
    assertTrue(run.out().get(1).startsWith("0x07      1,000,000 ###"), run.out()::toString);
    assertTrue(run.out().get(2).startsWith("0x00              1"), run.out()::toString);
    assertEquals("5,000,001 bytes counted, of 5,000,001: right", run.line("bytes counted"));
  }

  @Test
  void withoutAFileItCountsTheJdksModules() throws Exception {
    SampleRun run = SampleRun.of(SharedHistogram.class, home).assertClean();
    String size = String.format(Locale.ROOT, "%,d", Files.size(Path.of(SharedHistogram.modules())));
    assertEquals(size + " bytes counted, of " + size + ": right", run.line("bytes counted"));
  }
}
