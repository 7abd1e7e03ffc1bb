package io.procpool.runtime.process;

import static java.util.stream.Collectors.joining;

import io.procpool.ipc.message.Inheritance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The default locales and time zone of this JVM at this moment, as options by which another has
 * them from its start, whatever its environment says. A zone that the program has made goes by
 * {@link Inheritance}.
 */
final class LocaleFlags {

  private LocaleFlags() {}

  static List<String> current() {
    Locale base = Locale.getDefault();
    List<String> flags = new ArrayList<>();
    flags.addAll(of(base, ""));
    for (Locale.Category category : Locale.Category.values()) {
      Locale locale = Locale.getDefault(category);
      if (!locale.equals(base)) {
        flags.addAll(of(locale, "." + category.name().toLowerCase(Locale.ROOT)));
      }
    }
    TimeZone zone = TimeZone.getDefault();
    if (Inheritance.isKnownById(zone)) {
      flags.add("-Duser.timezone=" + zone.getID());
    }
    return flags;
  }

  // What is empty must be said too, or the environment's would fill it.
  private static List<String> of(Locale locale, String category) {
    List<String> flags = new ArrayList<>();
    flags.add("-Duser.language" + category + "=" + locale.getLanguage());
    flags.add("-Duser.country" + category + "=" + locale.getCountry());
    flags.add("-Duser.script" + category + "=" + locale.getScript());
    flags.add("-Duser.variant" + category + "=" + locale.getVariant());
    if (locale.hasExtensions()) { // which no environment has
      flags.add("-Duser.extensions" + category + "=" + extensions(locale));
    }
    return flags;
  }

  private static String extensions(Locale locale) {
    return locale.getExtensionKeys().stream()
        .sorted()
        .map(key -> key + "-" + locale.getExtension(key))
        .collect(joining("-"));
  }
}
