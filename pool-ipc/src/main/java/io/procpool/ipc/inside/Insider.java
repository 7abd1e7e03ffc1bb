package io.procpool.ipc.inside;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reaches what modules keep closed, if the JVM was told that procpool may: by an option or a
 * manifest's entry, or by native access. Nothing is opened, and no means are looked for, before
 * somebody asks. Thread-safe.
 */
public final class Insider {

  private static final Set<String> OPENED = ConcurrentHashMap.newKeySet();

  private static volatile @Nullable Lookup trusted;

  private Insider() {}

  /**
   * A lookup with full access to a class, whatever its module opens; null if the JVM gives us no
   * means.
   */
  public static @Nullable Lookup lookupIn(Class<?> type) {
    Lookup lookup = trusted();
    return lookup == null ? null : lookup.in(type);
  }

  /**
   * Opens a package of {@code java.base} to a module of procpool's, so that {@code setAccessible}
   * works there.
   *
   * @return whether it is open now; if not, {@link #advice} says what to write
   */
  public static boolean open(String packageName, Module to) {
    Module base = Object.class.getModule();
    if (base.isOpen(packageName, to)) {
      return true;
    }
    Lookup lookup = lookupIn(Module.class);
    if (lookup == null) {
      return false;
    }
    OPENED.add(packageName); // before, lest a worker that starts now has it opened by an option
    try {
      MethodHandle addOpens =
          lookup.findVirtual(
              Module.class,
              "implAddOpens",
              MethodType.methodType(void.class, String.class, Module.class));
      addOpens.invokeExact(base, packageName, to);
      return true;
    } catch (ReflectiveOperationException e) {
      OPENED.remove(packageName);
      return false; // another JDK than those known
    } catch (RuntimeException | Error e) {
      OPENED.remove(packageName);
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("it throws nothing checked", e);
    }
  }

  /** Whether {@link #open} has opened this package, which nobody else asked for. */
  public static boolean opened(Module module, String packageName) {
    return module == Object.class.getModule() && OPENED.contains(packageName);
  }

  /**
   * What gives procpool the means, such as {@code enable native access: start the program with
   * --enable-native-access=ALL-UNNAMED ...}.
   */
  public static String advice() {
    Module ours = Insider.class.getModule();
    String target = ours.isNamed() ? ours.getName() : "ALL-UNNAMED";
    String exports =
        "--add-exports java.base/jdk.internal.access="
            + target
            + " --add-exports java.base/jdk.internal.reflect="
            + target;
    return "start the program with --enable-native-access="
        + target
        + " (on Linux), or with "
        + exports
        + (ours.isNamed()
            ? ""
            : ", or put `Enable-Native-Access: ALL-UNNAMED` or `Add-Exports:"
                + " java.base/jdk.internal.access java.base/jdk.internal.reflect` into the"
                + " manifest of its executable jar");
  }

  private static @Nullable Lookup trusted() {
    Lookup lookup = trusted;
    if (lookup == null) {
      lookup = Means.find();
      trusted = lookup;
    }
    return lookup;
  }
}
