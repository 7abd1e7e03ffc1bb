package io.procpool.surroundings;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module works as one on the class path does. */
class ModularIT {

  private static final Pattern NOTHING = Pattern.compile("(?!)");
  private static final String MAIN = "app/app.Main";

  @TempDir Path directory;

  private ModularProgram program;

  @BeforeEach
  void compile() throws Exception {
    program = ModularProgram.compile(directory);
  }

  @Test
  void aModularProgramWorksAndIsToldWhatToOpen() throws Exception {
    program.run(NOTHING, List.of(), MAIN, "false").worksInSilence();
  }

  @Test
  void whatTheCommandLineOpensIsOpenInWorkersToo() throws Exception {
    List<String> options = List.of("--add-opens", "app/app.model=io.procpool.ipc");
    program.run(NOTHING, options, MAIN, "true").worksInSilence();
  }

  @Test
  void classesPatchedIntoAModuleAreFoundInWorkers() throws Exception {
    runPatched(NOTHING);
  }

  @Test
  void theWorkersJarMayStandOnTheClassPath() throws Exception {
    runPatched(Pattern.compile("pool-worker"));
  }

  /** Also in a worker with a class path. */
  private void runPatched(Pattern onClassPath) throws Exception {
    String patch = directory.relativize(program.compilePatch()).toString();
    List<String> options = List.of("--patch-module", "app=" + patch);
    String classes = directory.resolve("classes").toString();
    program.run(onClassPath, options, "app/app.Extra", classes, patch).worksInSilence();
  }

  @Test
  void aModularProgramWorksInAnImageOfItsOwn() throws Exception {
    program.runIn(program.link(), MAIN, "false").worksInSilence();
  }
}
