package io.procpool.runtime.process;

import io.procpool.ipc.posix.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What procpool needs of the Java that it runs on, looked at once. */
public final class RunTimeImage {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  /** Kryo makes objects by jdk.unsupported; the others are procpool's own needs. */
  private static final List<String> MODULES =
      List.of("java.logging", "java.management", "jdk.unsupported");

  private RunTimeImage() {}

  /**
   * Checks it, before anything is started; the first time, the log is told at level DEBUG if libc
   * may not be called.
   *
   * @throws IllegalStateException if the image lacks a module
   */
  public static void require() {
    if (!Checked.LACK.isEmpty()) {
      throw new IllegalStateException(Checked.LACK);
    }
  }

  /** What is missing, as a sentence; empty if nothing is. */
  static String lack(Predicate<String> has) {
    List<String> missing = new ArrayList<>(MODULES);
    missing.removeIf(has);
    if (missing.isEmpty()) {
      return "";
    }
    return "the run-time image lacks module "
        + String.join(" and ", missing)
        + ": add "
        + String.join(",", missing)
        + " to jlink's --add-modules (image: "
        + System.getProperty("java.home")
        + ")";
  }

  private static final class Checked {
    static final String LACK = lack(name -> ModuleLayer.boot().findModule(name).isPresent());

    static {
      if (!Posix.available()) {
        LOG.log(
            System.Logger.Level.DEBUG,
            "procpool takes its portable ways, which are slower and have no pipes: it calls libc on"
                + " Linux with --enable-native-access=ALL-UNNAMED only (on the module path,"
                + " --enable-native-access=io.procpool.ipc)");
      }
    }
  }
}
