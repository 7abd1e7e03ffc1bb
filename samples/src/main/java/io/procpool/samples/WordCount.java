package io.procpool.samples;

import io.procpool.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts the words of the legal notices of the running JDK: a file a task, through {@code
 * imapUnordered}.
 */
public final class WordCount {

  private static final Pattern WORD = Pattern.compile("[a-z]{4,}");
  private static final int SHOWN = 10;

  private WordCount() {}

  /** Prints the most frequent words of at least four letters. */
  public static void main(String[] args) throws IOException {
    Map<String, Long> totals = new HashMap<>();
    List<String> files = notices();
    try (Pool pool = Pool.create()) {
      for (Map<String, Long> counts : pool.imapUnordered(WordCount::count, files)) {
        counts.forEach((word, count) -> totals.merge(word, count, Long::sum));
      }
    }
    System.out.println(
        files.size() + " files, " + totals.values().stream().mapToLong(n -> n).sum() + " words");
    totals.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN)
        .forEach(entry -> System.out.printf("%8d  %s%n", entry.getValue(), entry.getKey()));
  }

  /** The files to read, by their paths: workers read them themselves. */
  static List<String> notices() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> all = Files.walk(home.resolve("legal"))) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  /** The words of one file. */
  static Map<String, Long> count(String file) {
    Map<String, Long> counts = new HashMap<>();
    try {
      String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
      Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
      while (words.find()) {
        counts.merge(words.group(), 1L, Long::sum);
      }
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
