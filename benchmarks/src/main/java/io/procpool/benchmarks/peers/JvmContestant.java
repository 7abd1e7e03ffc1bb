package io.procpool.benchmarks.peers;

import io.procpool.benchmarks.Mode;
import io.procpool.benchmarks.cases.CaseMain;
import io.procpool.benchmarks.cases.Cases;
import java.nio.file.Path;
import java.util.List;

/** A system that runs in a fresh JVM. */
public record JvmContestant(String name, Mode mode) implements Contestant {

  @Override
  public boolean has(String caseName) {
    return Cases.has(name, caseName);
  }

  @Override
  public List<String> command(String caseName) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        CaseMain.class.getName(),
        name,
        caseName,
        Long.toString(mode.warmMillis()),
        Long.toString(mode.measureMillis()));
  }
}
