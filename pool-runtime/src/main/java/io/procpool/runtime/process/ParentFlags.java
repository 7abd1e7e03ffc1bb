package io.procpool.runtime.process;

import io.procpool.ipc.inside.Insider;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options of this JVM that change what code means, and so must hold in workers too: assertions,
 * preview features, what is said of modules, the stack's size, the properties of encoding and
 * temporary directory, and the default locale and time zone. What the program may have set since
 * its start is asked of the JVM. Heap, GC, agents and other properties are not copied.
 */
final class ParentFlags {

  private static final Pattern COPIED =
      Pattern.compile(
          "-(ea|da|enableassertions|disableassertions):.+"
              + "|-(esa|dsa|enablesystemassertions|disablesystemassertions)"
              + "|--enable-preview"
              + "|-D(file|native|stdout|stderr|sun\\.jnu)\\.encoding=.*"
              + "|-Xss.*|-XX:ThreadStackSize=.*"
              + "|-Djava\\.(io\\.tmpdir|locale\\.providers|locale\\.useOldISOCodes)=.*");

  private static final String ADD_MODULES = "--add-modules=";

  /** What is said of one module, which comes first. */
  private static final Pattern OF_MODULE =
      Pattern.compile("--(?:add-(?:opens|exports|reads)|patch-module)=([^/=]+)[/=].*");

  private static final String PATCH_MODULE = "--patch-module=";
  private static final String UPGRADE_PATH = "--upgrade-module-path=";
  private static final String LIMIT_MODULES = "--limit-modules=";

  private ParentFlags() {}

  /**
   * The options to copy; computed anew, since packages may be opened at any time.
   *
   * @param has whether the child has a module
   */
  static List<String> copied(Predicate<String> has) {
    List<String> copied = new ArrayList<>();
    if (ParentFlags.class.desiredAssertionStatus()) { // by option, or by its class loader
      copied.add("-ea");
    }
    copied.addAll(copiedFrom(options(commandLine()), has));
    copied.addAll(LocaleFlags.current());
    copied.addAll(opened(ParentFlags.class.getClassLoader().getUnnamedModule(), has));
    Module pickling = Pickler.class.getModule();
    if (pickling.isNamed()) {
      copied.addAll(opened(pickling, has));
    }
    return copied;
  }

  static List<String> copiedFrom(List<String> options, Predicate<String> has) {
    List<String> copied = new ArrayList<>();
    for (String option : options) {
      Matcher ofModule = OF_MODULE.matcher(option);
      if (COPIED.matcher(option).matches()) {
        copied.add(option);
      } else if (option.startsWith(ADD_MODULES)) {
        copied.addAll(naming(ADD_MODULES, option, has));
      } else if (option.startsWith(LIMIT_MODULES)) {
        copied.addAll(naming(LIMIT_MODULES, option, has));
      } else if (option.startsWith(UPGRADE_PATH)) {
        copied.add(UPGRADE_PATH + absolute(option.substring(UPGRADE_PATH.length())));
      } else if (ofModule.matches() && has.test(ofModule.group(1))) {
        copied.add(option.startsWith(PATCH_MODULE) ? patch(option) : option);
      }
    }
    return copied;
  }

  private static String patch(String option) {
    int path = option.indexOf('=', PATCH_MODULE.length()) + 1;
    return option.substring(0, path) + absolute(option.substring(path));
  }

  // A child may have another working directory.
  private static String absolute(String path) {
    return ClassPath.joined(ClassPath.entries(path));
  }

  private static List<String> naming(String prefix, String option, Predicate<String> has) {
    List<String> names =
        Arrays.stream(option.substring(prefix.length()).split(","))
            .filter(name -> name.startsWith("ALL-") || has.test(name))
            .toList();
    return names.isEmpty() ? List.of() : List.of(prefix + String.join(",", names));
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
      if (OptionWords.takesValue(word) && i + 1 < commandLine.size()) {
        options.add(word + "=" + commandLine.get(++i));
      } else {
        options.add(word);
      }
    }
    return options;
  }

  /**
   * The packages of other modules that are open to this one, or to code on the class path, by
   * option, manifest or agent, however it was said.
   */
  static List<String> opened(Module to, Predicate<String> has) {
    List<String> flags = new ArrayList<>();
    for (Module module : ModuleLayer.boot().modules()) {
      if (module == to || !has.test(module.getName())) {
        continue;
      }
      for (String name : module.getPackages()) {
        String target =
            module.getName() + "/" + name + "=" + (to.isNamed() ? to.getName() : "ALL-UNNAMED");
        if (Insider.opened(module, name)) {
          continue; // by procpool itself, which does so in the child when it needs to
        }
        if (module.isOpen(name, to) && !module.isOpen(name)) {
          flags.add("--add-opens=" + target);
        } else if (module.isExported(name, to) && !module.isExported(name)) {
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
      byte[] words = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      return Arrays.asList(new String(words, ArgumentFile.charset()).split("\0"));
    } catch (IOException noProc) {
      String[] none = {};
      String[] arguments = ProcessHandle.current().info().arguments().orElse(none);
      return Stream.concat(Stream.of("java"), Arrays.stream(arguments)).toList();
    }
  }
}
