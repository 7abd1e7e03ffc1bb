package io.procpool.surroundings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The everyday program with standard streams that are closed, broken or full. */
@ExtendWith(Application.Once.class)
class StreamsIT {

  private final Surrounding plain;

  @TempDir Path home;

  StreamsIT(Application application) {
    plain = application.plain();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "2>&-", "<&- 2>&-"})
  void aProgramWorksWithoutStandardInputOrError(String closed) throws Exception {
    plain.shell("exec \"$@\" " + closed).run(home).worksInSilence();
  }

  @ParameterizedTest
  @ValueSource(strings = {">&-", ">&- 2>&-", "<&- >&-", "<&- >&- 2>&-"})
  void aProgramWorksWithoutStandardOutput(String closed) throws Exception {
    Surrounding.Outcome outcome = plain.shell("exec \"$@\" " + closed).run(home);
    assertEquals(new Surrounding.Outcome(0, "", ""), outcome);
  }

  @Test
  void aProgramWorksWhenNobodyReadsItsOutput() throws Exception {
    Surrounding.Outcome outcome = plain.shell("{ \"$@\"; echo $? >status; } | head -c 0").run(home);
    assertEquals("0\n", Files.readString(home.resolve("status")), outcome::toString);
    assertEquals("", outcome.err(), "stderr");
  }

  @Test
  void aProgramWorksWhenItsOutputHasNoRoom() throws Exception {
    Surrounding.Outcome outcome = plain.shell("exec \"$@\" >/dev/full").run(home);
    assertEquals(new Surrounding.Outcome(0, "", ""), outcome);
  }

  @Test
  void aProgramWorksWithOutputAndErrorInOnePipe() throws Exception {
    plain.shell("\"$@\" 2>&1 | cat").run(home).worksInSilence();
  }
}
