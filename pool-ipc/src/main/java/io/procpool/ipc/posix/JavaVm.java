package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** This process's JVM as native code sees it: JNI. To be called if {@link Posix#available}. */
@SuppressWarnings("restricted")
public final class JavaVm {

  private static final int JNI_VERSION_10 = 0x000a0000;

  // Places in JNI's tables of functions, which never change.
  private static final int GET_ENV = 6;
  private static final int DEFINE_CLASS = 5;

  private JavaVm() {}

  /**
   * Defines a class of the boot loader.
   *
   * @param name with slashes; of a package that the JDK has
   * @return whether it worked: there may be such a class, or a JVM that does not say where it is
   */
  public static boolean defineBootClass(String name, byte[] classFile) {
    try (Arena arena = Arena.ofConfined()) {
      long env = environment(arena);
      if (env == 0) {
        return false;
      }
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, classFile);
      long defined =
          call(
              env,
              DEFINE_CLASS,
              arena.allocateFrom(name).address(),
              0,
              bytes.address(),
              classFile.length);
      // The reference to the class ended with the downcall, as any native method's.
      return defined != 0;
    } catch (LinkageError e) {
      return false; // what JNI leaves to be thrown, the downcall throws
    }
  }

  /** The JNIEnv of this thread, or 0. */
  private static long environment(Arena arena) {
    Optional<MemorySegment> created =
        library(arena).flatMap(jvm -> jvm.find("JNI_GetCreatedJavaVMs"));
    if (created.isEmpty()) {
      return 0;
    }
    MemorySegment found = arena.allocate(ADDRESS);
    MemorySegment count = arena.allocate(JAVA_INT);
    int failed = (int) Libc.call(created.get(), found.address(), 1, count.address(), 0, 0, 0);
    if (failed != 0 || count.get(JAVA_INT, 0) == 0) {
      return 0;
    }
    long vm = Libc.pointerAt(found).address();
    MemorySegment env = arena.allocate(ADDRESS);
    failed = (int) call(vm, GET_ENV, env.address(), JNI_VERSION_10, 0, 0);
    return failed != 0 ? 0 : Libc.pointerAt(env).address();
  }

  /** It is loaded already; the path tells the loader which one is meant. */
  private static Optional<SymbolLookup> library(Arena arena) {
    Path directory = Path.of(System.getProperty("java.home"), "lib");
    return Stream.of("server", "client", "minimal", "zero")
        .map(kind -> directory.resolve(kind).resolve(System.mapLibraryName("jvm")))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(path -> SymbolLookup.libraryLookup(path, arena));
  }

  /** Calls a function of the table that an object of JNI begins with. */
  private static long call(long object, int function, long a, long b, long c, long d) {
    MemorySegment table = Libc.pointerAt(MemorySegment.ofAddress(object));
    MemorySegment code =
        Libc.pointerAt(table.reinterpret(Long.MAX_VALUE).asSlice(function * ADDRESS.byteSize()));
    return Libc.call(code, object, a, b, c, d, 0);
  }
}
