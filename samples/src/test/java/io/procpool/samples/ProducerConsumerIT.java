package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerConsumerIT {

  @TempDir Path home;

  @Test
  void everyNumberIsTakenOnce() throws Exception {
    SampleRun run = SampleRun.of(ProducerConsumer.class, home).assertClean();
    assertEquals("total: 4999950000 (right)", run.line("total: "));
  }
}
