package io.procpool.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes texts of JVM options apart into words, by the rules of the JVM and of its launcher. */
final class OptionWords {

  /** Options whose value may be the next word. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--add-opens",
          "--add-exports",
          "--add-reads",
          "--limit-modules",
          "--patch-module",
          "--enable-native-access",
          "--illegal-native-access",
          "--source");

  private static final String OPTIONS_FILE = "-XX:VMOptionsFile=";

  private OptionWords() {}

  /** Whether the option's value may be the next word. */
  static boolean takesValue(String option) {
    return WITH_VALUE.contains(option);
  }

  /** Joins each option and its value, where that is the next word, to {@code option=value}. */
  static List<String> joined(List<String> words) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean two = takesValue(word) && i + 1 < words.size();
      joined.add(two ? word + "=" + words.get(++i) : word);
    }
    return joined;
  }

  /**
   * The words of a variable that the JVM reads, such as JAVA_TOOL_OPTIONS: between white space, and
   * quotes of both kinds keep white space together. Files of options are read, too.
   */
  static List<String> ofJvmVariable(String value) {
    List<String> words = new ArrayList<>();
    for (String word : quoted(value)) {
      if (word.startsWith(OPTIONS_FILE)) {
        words.addAll(ofFile(word, word.substring(OPTIONS_FILE.length()), OptionWords::quoted));
      } else {
        words.add(word);
      }
    }
    return words;
  }

  /**
   * The words of JDK_JAVA_OPTIONS, which the launcher reads: there, argument files may be named.
   */
  static List<String> ofLauncherVariable(String value) {
    List<String> words = new ArrayList<>();
    for (String word : quoted(value)) {
      if (word.startsWith("@@")) {
        words.add(word.substring(1));
      } else if (word.startsWith("@")) {
        words.addAll(ofFile(word, word.substring(1), OptionWords::ofArgumentFile));
      } else {
        words.add(word);
      }
    }
    return joined(words);
  }

  private interface Rule {
    List<String> words(String text);
  }

  // This JVM has read it at its start; where it has gone since, the child's JVM is to say so.
  private static List<String> ofFile(String word, String path, Rule rule) {
    try {
      return rule.words(Files.readString(Path.of(path), ArgumentFile.charset()));
    } catch (IOException gone) {
      return List.of(word);
    }
  }

  private static List<String> quoted(String text) {
    return words(text, false);
  }

  /**
   * The words of an argument file. A number sign begins a comment; inside quotes a backslash
   * escapes, and at a line's end it continues the word behind the next line's white space.
   */
  private static List<String> ofArgumentFile(String text) {
    return joined(words(text, true));
  }

  private static List<String> words(String text, boolean isArgumentFile) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean comment = isArgumentFile && c == '#';
      if (quote == 0 && (isSpace(c) || comment)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
        i = comment ? lineEnd(text, i) : i;
      } else if (isArgumentFile && quote != 0 && c == '\\' && i + 1 < text.length()) {
        i = escaped(text, i + 1, word);
      } else {
        inWord = true;
        if (quote == 0 && isQuote(c)) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** Appends what is escaped at {@code i}; the index of its last character. */
  private static int escaped(String text, int i, StringBuilder word) {
    char c = text.charAt(i);
    if (c == '\n' || c == '\r') {
      int next = i;
      while (next + 1 < text.length() && isSpace(text.charAt(next + 1))) {
        next++;
      }
      return next;
    }
    word.append(
        switch (c) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'f' -> '\f';
          default -> c;
        });
    return i;
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
