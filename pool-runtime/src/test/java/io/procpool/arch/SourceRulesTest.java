package io.procpool.arch;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sizes and headings of all source files of the project, main and test, measured by javac. */
class SourceRulesTest {

  private static final int MAX_FILE_LINES = 500;
  private static final int MAX_METHOD_LINES = 60;
  private static final int MAX_CONSTRUCTOR_PARAMETERS = 6;
  private static final Pattern SIDE =
      Pattern.compile("/\\*\\*[\\s*]*Runs in: (parent|worker|parent and worker)\\.");

  private static List<Path> sources;

  @BeforeAll
  static void findSources() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("pool-api"))) {
      root = root.getParent();
    }
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/"))
              .sorted()
              .toList();
    }
    assertFalse(sources.isEmpty(), "no sources found");
  }

  @Test
  void noFileIsLongerThan500Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources) {
      long lines = Files.readAllLines(source).size();
      if (lines > MAX_FILE_LINES) {
        tooLong.add(source + ": " + lines + " lines");
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void noMethodIsLongerThan60Lines() throws IOException {
    assertEquals(List.of(), complaints(new MethodLengths()));
  }

  @Test
  void noConstructorTakesMoreThan6Parameters() throws IOException {
    assertEquals(List.of(), complaints(new ConstructorParameters()));
  }

  @Test
  void everyPackageSaysOnWhichSideItRuns() throws IOException {
    List<Path> silent = new ArrayList<>();
    var packages =
        sources.stream()
            .filter(source -> source.toString().contains("/src/main/java/io/"))
            .collect(groupingBy(Path::getParent));
    for (Path folder : packages.keySet()) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !SIDE.matcher(Files.readString(info)).find()) {
        silent.add(info);
      }
    }
    assertEquals(
        List.of(),
        silent,
        "the javadoc must start with: Runs in: parent | worker | parent and worker.");
  }

  private static List<String> complaints(Rule rule) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      rule.positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        rule.scan(unit, unit);
      }
    }
    return rule.complaints;
  }

  /** A visitor of syntax trees that writes down what breaks a rule. */
  private abstract static class Rule extends TreeScanner<Void, CompilationUnitTree> {
    final List<String> complaints = new ArrayList<>();
    SourcePositions positions;

    long line(CompilationUnitTree unit, long position) {
      return unit.getLineMap().getLineNumber(position);
    }

    void complain(CompilationUnitTree unit, Tree at, String what) {
      long line = line(unit, positions.getStartPosition(unit, at));
      complaints.add(unit.getSourceFile().getName() + ":" + line + ": " + what);
    }
  }

  private static final class MethodLengths extends Rule {
    @Override
    public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
      if (method.getBody() != null) {
        long first = line(unit, positions.getStartPosition(unit, method.getBody()));
        long last = line(unit, positions.getEndPosition(unit, method.getBody()));
        if (last - first + 1 > MAX_METHOD_LINES) {
          complain(unit, method, method.getName() + " has " + (last - first + 1) + " lines");
        }
      }
      return super.visitMethod(method, unit);
    }
  }

  /** Records are exempt: their components are data, named where they are read. */
  private static final class ConstructorParameters extends Rule {
    @Override
    public Void visitClass(ClassTree type, CompilationUnitTree unit) {
      for (Tree member : type.getMembers()) {
        if (type.getKind() != Tree.Kind.RECORD
            && member instanceof MethodTree method
            && method.getName().contentEquals("<init>")
            && method.getParameters().size() > MAX_CONSTRUCTOR_PARAMETERS) {
          complain(unit, method, type.getSimpleName() + " takes " + method.getParameters().size());
        }
      }
      return super.visitClass(type, unit);
    }
  }
}
