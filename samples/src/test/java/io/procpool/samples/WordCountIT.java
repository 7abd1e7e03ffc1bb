package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountIT {

  @TempDir Path home;

  @Test
  void thePoolCountsAsManyWordsAsOneLoop() throws Exception {
    List<String> files = WordCount.notices();
    long words = 0;
    for (String file : files) {
      words += WordCount.count(file).values().stream().mapToLong(n -> n).sum();
    }
    SampleRun run = SampleRun.of(WordCount.class, home).assertClean();
    assertEquals(files.size() + " files, " + words + " words", run.line(" files, "));
  }
}
