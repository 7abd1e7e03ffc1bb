package io.procpool.surroundings;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The everyday program in other languages, encodings and time zones. */
@ExtendWith(Application.Once.class)
class LocaleIT {

  private final Surrounding plain;

  @TempDir Path home;

  LocaleIT(Application application) {
    plain = application.plain();
  }

  @ParameterizedTest
  @CsvSource({
    "POSIX, Asia/Kathmandu",
    "C, :nowhere",
    "C.UTF-8, <+0330>-3:30",
    "no_SUCH.locale, ''",
  })
  void aProgramWorksInTheLocaleAndZoneOfTheSystem(String locale, String zone) throws Exception {
    plain
        .shell("export LC_ALL='" + locale + "' TZ='" + zone + "'", "exec \"$@\"")
        .run(home)
        .worksInSilence();
  }

  @Test
  void aProgramWorksInGermanLatin1() throws Exception {
    Machine.assumeCan("cd " + home + " && localedef -i de_DE -f ISO-8859-1 ./de_DE");
    plain.shell("LOCPATH=$PWD LC_ALL=de_DE exec \"$@\"").run(home).worksInSilence();
  }

  @ParameterizedTest
  @CsvSource({"de, DE, COMPAT", "tr, TR, ISO-8859-1", "ar, EG, UTF-16"})
  void aProgramWorksInALanguageAndEncodingOfItsOwn(String language, String country, String encoding)
      throws Exception {
    plain
        .options(
            "-Duser.language=" + language,
            "-Duser.country=" + country,
            "-Dfile.encoding=" + encoding)
        .run(home)
        .worksInSilence();
  }
}
