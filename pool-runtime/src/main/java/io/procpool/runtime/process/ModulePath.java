package io.procpool.runtime.process;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The modules that a child resolves beside those of the run-time image: those of this JVM, by the
 * same path and from the same roots; procpool's alone where the child has a class path of its own;
 * none where the program runs on the class path.
 *
 * @param entries of the module path, absolute
 * @param roots for {@code --add-modules}, beside those that this JVM's own options name
 * @param natives the modules that may call native code
 * @param named whether procpool is in named modules, and so the child's main class
 * @param applications whether the application's modules are among them
 */
record ModulePath(
    List<Path> entries,
    List<String> roots,
    List<String> natives,
    boolean named,
    boolean applications) {

  private static final String WORKER = "io.procpool.worker";
  private static final String RUNTIME = "io.procpool.runtime";
  private static final String IPC = "io.procpool.ipc";

  /** What code on the class path sees of the run-time image. */
  private static final String DEFAULT_ROOTS = "ALL-DEFAULT";

  /** Copies what it is given. */
  ModulePath {
    entries = List.copyOf(entries);
    roots = List.copyOf(roots);
    natives = List.copyOf(natives);
  }

  /**
   * The modules of a child of this process.
   *
   * @param classPathGiven whether the child finds the application on a class path of its own
   */
  static ModulePath of(boolean classPathGiven) {
    boolean named =
        ModuleLayer.boot().findModule(RUNTIME).equals(Optional.of(ModulePath.class.getModule()));
    if (classPathGiven && !named) {
      return new ModulePath(List.of(), List.of(), List.of(), false, false);
    }
    List<Path> entries = new ArrayList<>(ClassPath.entries(System.getProperty("jdk.module.path")));
    if (!named) {
      return new ModulePath(entries, List.of(), nativeModules(), false, true);
    }
    // No module requires the worker's, so some launchers put its jar on the class path.
    Path worker = ClassPath.sourceOf(JvmCommand.WORKER_MAIN, ModulePath.class.getClassLoader());
    if (worker != null && !entries.contains(worker)) {
      entries.add(worker);
    }
    @Nullable String main = System.getProperty("jdk.module.main");
    String root = classPathGiven || main == null ? DEFAULT_ROOTS : main;
    return new ModulePath(
        entries,
        List.of(root, RUNTIME),
        classPathGiven ? List.of(IPC) : nativeModules(),
        true,
        !classPathGiven);
  }

  /** Those of the application, and procpool's own, that this JVM lets call native code. */
  private static List<String> nativeModules() {
    List<String> names = new ArrayList<>();
    for (Module module : ModuleLayer.boot().modules()) {
      String name = module.getName();
      boolean ofJdk = name.startsWith("java.") || name.startsWith("jdk.");
      if (name.equals(IPC) || (!ofJdk && module.isNativeAccessEnabled())) {
        names.add(name);
      }
    }
    names.sort(null);
    return names;
  }

  /** Whether the child runs on the class path alone. */
  boolean isEmpty() {
    return entries.isEmpty() && !named;
  }

  /** Whether the child can resolve a module that this JVM can. */
  boolean has(String module) {
    return applications || ModuleFinder.ofSystem().find(module).isPresent();
  }

  /** The options that say so, before a child's main class. */
  List<String> flags() {
    List<String> flags = new ArrayList<>();
    if (!entries.isEmpty()) {
      flags.add("--module-path=" + ClassPath.joined(entries));
    }
    if (!roots.isEmpty()) {
      flags.add("--add-modules=" + String.join(",", roots));
    }
    if (!natives.isEmpty()) {
      flags.add("--enable-native-access=" + String.join(",", natives));
    }
    return flags;
  }

  /** What names a main class of the worker's module. */
  List<String> main(String mainClass) {
    return named ? List.of("-m", WORKER + "/" + mainClass) : List.of(mainClass);
  }
}
