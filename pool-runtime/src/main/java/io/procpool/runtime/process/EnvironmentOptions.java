package io.procpool.runtime.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JVM options in environment variables that a child takes over, as words of its command line:
 * there they can be chosen, and no JVM tells on stderr that it has picked them up.
 *
 * @param weak those that options of a command line override, in order
 * @param strong those that override them, in order
 * @param variables the variables that hold them, which the child's JVM must not read
 */
record EnvironmentOptions(List<String> weak, List<String> strong, Map<String, String> variables) {

  private static final String TOOLS = "JAVA_TOOL_OPTIONS";
  private static final String LAUNCHERS = "JDK_JAVA_OPTIONS";
  private static final String STRONG = "_JAVA_OPTIONS";

  /** The variables, from the weakest on. */
  static final List<String> NAMES = List.of(TOOLS, LAUNCHERS, STRONG);

  /** What one JVM alone can have, or what says how it alone ends. */
  private static final Pattern PARENTS_OWN =
      Pattern.compile(
          // debuggers, and agents that listen at a port
          "-agentlib:jdwp.*|-agentpath:.*jdwp.*|-Xrunjdwp.*|-Xdebug|-Dcom\\.sun\\.management\\..*"
              + "|-(javaagent|agentlib|agentpath):[^=]*=(?!.*=tcpclient).*"
              + "((?<=[=,;])(port|address)=|=tcpserver|(?<==)([\\w.-]+:)?\\d{2,5}(:|$)).*"
              // files that two JVMs would write
              + "|-XX:[+-]?(StartFlightRecording|FlightRecorder|LogFile|ErrorFile).*"
              + "|-Xloggc:(?!.*%p).*|-Xlog:[^:]*:(?!std(out|err)\\b|:|$)(?!.*%p).*"
              // archives and images of its class path
              + "|-XX:(AOT|SharedArchiveFile|SharedClassListFile|DumpLoadedClassList|CRaC).*"
              + "|-XX:(ArchiveClassesAtExit|\\+(AOT|AutoCreateSharedArchive)).*"
              // its end, where a worker is to report that it has run out of memory
              + "|-XX:(\\+(Exit|Crash))?OnOutOfMemoryError.*"
              // what ParentFlags and ClassPath copy as it is now
              + "|-Duser\\.(language|country|script|variant|region|extensions|timezone)\\b.*"
              + "|(-cp|-classpath|--class-path|-p|--module-path)=.*|-Djava\\.class\\.path=.*");

  /** What is made for the size of this JVM. */
  private static final Pattern SIZES =
      Pattern.compile(
          "-X(mx|ms|mn).*|-XX:(Max|Min|Initial)RAM(Percentage|Fraction)?=.*|-XX:\\+AggressiveHeap"
              + "|-XX:(Max|Min|Initial|SoftMax)HeapSize=.*|-XX:(Max)?NewSize=.*"
              + "|-XX:(MaxDirectMemorySize|ActiveProcessorCount|CICompilerCount)=.*"
              + "|-XX:(Parallel|Conc)GCThreads=.*");

  /** Copies what it is given. */
  EnvironmentOptions {
    weak = List.copyOf(weak);
    strong = List.copyOf(strong);
    variables = Map.copyOf(variables);
  }

  /**
   * The options for a child.
   *
   * @param parents this process's variables, of whose options those are left out that are its alone
   *     or give its size
   * @param childs variables that are set for the child, whose options all hold
   */
  static EnvironmentOptions of(Map<String, String> parents, Map<String, String> childs) {
    List<String> weak = new ArrayList<>();
    List<String> strong = new ArrayList<>();
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : NAMES) {
      @Nullable String set = childs.get(name);
      String value = set == null ? parents.get(name) : set;
      if (value != null) {
        variables.put(name, value);
        (name.equals(STRONG) ? strong : weak)
            .addAll(
                words(name, value).stream()
                    .filter(word -> set != null || isInherited(word))
                    .toList());
      }
    }
    return new EnvironmentOptions(weak, strong, variables);
  }

  private static List<String> words(String name, String value) {
    return name.equals(LAUNCHERS)
        ? OptionWords.ofLauncherVariable(value)
        : OptionWords.ofJvmVariable(value);
  }

  /** Whether the option means to a child what it means to its parent. */
  static boolean isInherited(String word) {
    return !PARENTS_OWN.matcher(word).matches() && !SIZES.matcher(word).matches();
  }
}
