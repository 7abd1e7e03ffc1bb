package io.procpool.runtime.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options of this JVM that change what code means, and so must hold in workers too: assertions,
 * preview features, opened and exported packages, added modules, and the properties of encoding,
 * locale, time zone and temporary directory. Heap, GC, agents and other properties are not copied.
 */
final class ParentFlags {

  private static final Pattern COPIED =
      Pattern.compile(
          "-(ea|da|enableassertions|disableassertions)(:.*)?"
              + "|-(esa|dsa|enablesystemassertions|disablesystemassertions)"
              + "|--enable-preview"
              + "|--add-modules=.*"
              + "|-D(file|native|stdout|stderr|sun\\.jnu)\\.encoding=.*"
              + "|-Duser\\.(language|country|script|variant|region|timezone)(\\..*)?=.*"
              + "|-Djava\\.(io\\.tmpdir|locale\\.providers|locale\\.useOldISOCodes)=.*");

  // Options whose value may be the next word.
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

  private ParentFlags() {}

  /** The options to copy; computed anew, since packages may be opened at any time. */
  static List<String> copied() {
    List<String> copied = new ArrayList<>(copiedFrom(options(commandLine())));
    copied.addAll(
        opened(ModuleLayer.boot(), ParentFlags.class.getClassLoader().getUnnamedModule()));
    return copied;
  }

  static List<String> copiedFrom(List<String> options) {
    return options.stream().filter(option -> COPIED.matcher(option).matches()).toList();
  }

  /** The JVM options of a command line, each as one word {@code --name=value}. */
  static List<String> options(List<String> commandLine) {
    List<String> options = new ArrayList<>();
    for (int i = 1; i < commandLine.size(); i++) {
      String word = commandLine.get(i);
      if (word.startsWith("@")) {
        // The launcher read options from a file; only the JVM knows them now.
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
      }
      if (!word.startsWith("-") || Set.of("-jar", "-m", "--module").contains(word)) {
        break;
      }
      if (WITH_VALUE.contains(word) && i + 1 < commandLine.size()) {
        options.add(word + "=" + commandLine.get(++i));
      } else {
        options.add(word);
      }
    }
    return options;
  }

  /**
   * The packages of the runtime that are open to code on the class path by option, manifest or
   * agent, however it was said.
   */
  static List<String> opened(ModuleLayer layer, Module classPath) {
    List<String> flags = new ArrayList<>();
    for (Module module : layer.modules()) {
      for (String name : module.getPackages()) {
        String target = module.getName() + "/" + name + "=ALL-UNNAMED";
        if (module.isOpen(name, classPath) && !module.isOpen(name)) {
          flags.add("--add-opens=" + target);
        } else if (module.isExported(name, classPath) && !module.isExported(name)) {
          flags.add("--add-exports=" + target);
        }
      }
    }
    flags.sort(null);
    return flags;
  }

  // ProcessHandle gives no arguments where they are longer than a page.
  private static List<String> commandLine() {
    try {
      String words = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(words.split("\0"));
    } catch (IOException noProc) {
      String[] none = {};
      String[] arguments = ProcessHandle.current().info().arguments().orElse(none);
      return Stream.concat(Stream.of("java"), Arrays.stream(arguments)).toList();
    }
  }
}
