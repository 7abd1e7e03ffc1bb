package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportTest {

  @TempDir Path directory;

  @Test
  void newestReportsStayAndOlderOnesGo() throws IOException {
    int reports = CrashReport.KEPT + 3;
    for (int i = 0; i < reports; i++) {
      report(i);
    }
    CrashReport.removeOld(directory);
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 3; i < reports; i++) {
      expected.add("hs_err_pid" + i + ".log");
    }
    assertEquals(expected, names());
  }

  @Test
  void asManyAsStayAreLeftAlone() throws IOException {
    for (int i = 0; i < CrashReport.KEPT; i++) {
      report(i);
    }
    CrashReport.removeOld(directory);
    assertEquals(CrashReport.KEPT, names().size());
  }

  @Test
  void otherFilesAreNoReports() throws IOException {
    for (int i = 0; i < CrashReport.KEPT; i++) {
      report(i);
    }
    Files.createFile(directory.resolve("1-1.sock"));
    Files.createFile(directory.resolve("hs_err_pid1.log.mine"));
    CrashReport.removeOld(directory);
    assertTrue(names().contains("1-1.sock") && names().contains("hs_err_pid1.log.mine"));
    assertEquals(CrashReport.KEPT + 2, names().size());
  }

  /** The report of a process that died at second {@code i}. */
  private void report(int i) throws IOException {
    Path report = Files.createFile(directory.resolve("hs_err_pid" + i + ".log"));
    Files.setLastModifiedTime(report, FileTime.fromMillis(1_000_000_000_000L + i * 1000L));
  }

  private TreeSet<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (var files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}
