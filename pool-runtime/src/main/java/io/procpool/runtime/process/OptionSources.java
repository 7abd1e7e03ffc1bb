package io.procpool.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts JVM options of several sources together. A later source's come later and win; of a kind that
 * must come from one source, all of the earlier ones' are left out.
 */
final class OptionSources {

  /** Two are an error, or one gives the other another sense. */
  private static final List<Pattern> KINDS =
      List.of(
          Pattern.compile("-XX:\\+Use(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC"),
          Pattern.compile(
              "-Xmx.*|-XX:MaxHeapSize=.*|-XX:(Max|Min)RAM(Percentage|Fraction)=.*|-XX:MaxRAM=.*"),
          Pattern.compile(
              "-Duser\\.(language|country|script|variant|region|extensions)(\\..*)?=.*"));

  private OptionSources() {}

  /** All options, from the weakest source on. */
  static List<String> merged(List<List<String>> sources) {
    List<String> merged = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      List<List<String>> later = sources.subList(i + 1, sources.size());
      for (String option : sources.get(i)) {
        if (KINDS.stream().noneMatch(kind -> has(option, kind) && anyHas(later, kind))) {
          merged.add(option);
        }
      }
    }
    return merged;
  }

  private static boolean anyHas(List<List<String>> sources, Pattern kind) {
    return sources.stream().flatMap(List::stream).anyMatch(option -> has(option, kind));
  }

  private static boolean has(String option, Pattern kind) {
    return kind.matcher(option).matches();
  }
}
