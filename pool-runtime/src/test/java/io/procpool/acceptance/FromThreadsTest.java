package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every snippet of {@code docs/from-threads.md} compiles, runs, and prints what it says. */
@Timeout(300)
class FromThreadsTest {

  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PRINTED =
      Pattern.compile("System\\.out\\.println\\(.*\\)[;)]* // (.*)$", Pattern.MULTILINE);
  private static final Pattern PATTERN = Pattern.compile("^## \\d+\\. ", Pattern.MULTILINE);
  private static final int MIN_PATTERNS = 28;

  private static final String FRAME =
      """
      import com.google.common.util.concurrent.*;
      import io.procpool.*;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      import java.util.concurrent.locks.*;

      public final class %s {
        static final List<Integer> inputs = List.of(1, 2, 3);

        static int work(int n) {
          return n * n;
        }

        static int slow(int n) throws InterruptedException {
          Thread.sleep(200);
          return n * n;
        }

        static int endless() throws InterruptedException {
          while (true) {
            Thread.sleep(1000);
          }
        }

        static void append(Path file, String text) {
          try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }

        static void run() throws Exception {
          Path file = Files.createTempFile("from-threads", "");
          try {
            snippet(file);
          } finally {
            Files.delete(file);
          }
        }

        private static void snippet(Path file) throws Exception {
      %s
        }
      }
      """;

  private static String page;

  @TempDir Path directory;

  @BeforeAll
  static void read() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("pool-api"))) {
      root = root.getParent();
    }
    page = Files.readString(root.resolve("docs").resolve("from-threads.md"));
  }

  /** The snippets by the name of the class that each becomes. */
  private static Map<String, String> snippets() {
    Map<String, String> snippets = new LinkedHashMap<>();
    Matcher matcher = SNIPPET.matcher(page);
    while (matcher.find()) {
      int number = snippets.size();
      snippets.put(
          (number % 2 == 0 ? "Threads" : "Processes") + (number / 2 + 1), matcher.group(1));
    }
    return snippets;
  }

  private static List<String> promised(String snippet) {
    return PRINTED.matcher(snippet).results().map(line -> line.group(1)).toList();
  }

  private void compile(Map<String, String> snippets) throws IOException {
    List<Path> files = new ArrayList<>();
    StringBuilder main = new StringBuilder();
    for (Map.Entry<String, String> snippet : snippets.entrySet()) {
      files.add(
          Files.writeString(
              directory.resolve(snippet.getKey() + ".java"),
              FRAME.formatted(snippet.getKey(), snippet.getValue())));
      main.append(
          "    System.out.println(\"== %1$s\");\n    %1$s.run();\n".formatted(snippet.getKey()));
    }
    files.add(
        Files.writeString(
            directory.resolve("All.java"),
            "public final class All {\n"
                + "  public static void main(String[] args) throws Exception {\n"
                + main
                + "  }\n}\n"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(files);
      List<String> options =
          List.of(
              "-d",
              directory.toString(),
              "-proc:none",
              "-cp",
              System.getProperty("java.class.path"));
      boolean compiled = compiler.getTask(complaints, manager, null, options, null, units).call();
      assertTrue(compiled, complaints::toString);
    }
  }

  private Map<String, List<String>> run() throws Exception {
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                directory + File.pathSeparator + System.getProperty("java.class.path"),
                "All")
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), out + Files.readString(errors));
    LinkedHashMap<String, List<String>> printed = new LinkedHashMap<>();
    for (String line : out.lines().toList()) {
      if (line.startsWith("== ")) {
        printed.put(line.substring(3), new ArrayList<>());
      } else {
        printed.lastEntry().getValue().add(line);
      }
    }
    return printed;
  }

  @Test
  void eachPatternIsShownOnThreadsAndOnProcesses() {
    long patterns = PATTERN.matcher(page).results().count();
    assertTrue(patterns >= MIN_PATTERNS, patterns + " patterns");
    assertEquals(2 * patterns, snippets().size());
    for (Map.Entry<String, String> snippet : snippets().entrySet()) {
      assertTrue(!promised(snippet.getValue()).isEmpty(), snippet + " promises nothing");
      assertEquals(
          snippet.getKey().startsWith("Processes"),
          snippet.getValue().contains("Pool."),
          snippet.getKey());
    }
  }

  @Test
  void everySnippetCompilesAndPrintsWhatItSays() throws Exception {
    Map<String, String> snippets = snippets();
    compile(snippets);
    Map<String, List<String>> printed = run();
    Map<String, List<String>> promised = new LinkedHashMap<>();
    snippets.forEach((name, snippet) -> promised.put(name, promised(snippet)));
    assertEquals(promised, printed);
  }
}
