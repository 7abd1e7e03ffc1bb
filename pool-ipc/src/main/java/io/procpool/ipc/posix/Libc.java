package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way down into libc: every function is called with six longs and answers a long.
 *
 * <p>One shape, because the linker spins a stub per shape and the first costs tens of milliseconds.
 * It is right on x86-64 and aarch64 Linux: integer and pointer arguments travel in the first six
 * (eight) registers, a callee that takes fewer or narrower ones ignores the rest, and variadic
 * functions take theirs in the same registers. An {@code int} result leaves the upper half of the
 * long undefined, so the caller casts.
 */
@SuppressWarnings("restricted")
final class Libc {

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout()
          .byteOffset(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

  // The automatic arena frees a thread's segment after the thread is gone.
  private static final ThreadLocal<MemorySegment> CALL_STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private static final int LAST_STANDARD = 2;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  /** What the system's texts are encoded in. */
  static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  static {
    occupyStandardDescriptors();
  }

  private Libc() {}

  // Where a program was started with them closed, a socket of ours would get their numbers, and
  // what the program prints.
  private static void occupyStandardDescriptors() {
    MemorySegment open = find("open");
    MemorySegment close = find("close");
    try (Arena arena = Arena.ofConfined()) {
      long path = string(arena, "/dev/null").address();
      int fd;
      do {
        fd = (int) call(open, path, O_RDWR | O_CLOEXEC, 0, 0, 0, 0);
      } while (fd >= 0 && fd <= LAST_STANDARD);
      if (fd > LAST_STANDARD) {
        long _ = call(close, fd, 0, 0, 0, 0, 0);
      }
    }
  }

  /** The address of a function or variable; NULL where this libc has none of that name. */
  static MemorySegment find(String symbol) {
    return LINKER.defaultLookup().find(symbol).orElse(MemorySegment.NULL);
  }

  /** Calls the function; what it returns may be narrower than a long, see the class comment. */
  static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, CALL_STATE.get(), a, b, c, d, e, f);
    } catch (RuntimeException | Error unexpected) {
      throw unexpected;
    } catch (Throwable impossible) {
      throw new AssertionError("a downcall throws nothing checked", impossible);
    }
  }

  /** errno as this thread's last {@link #call} left it. */
  static int errno() {
    return CALL_STATE.get().get(JAVA_INT, ERRNO_OFFSET);
  }

  /** Reads a pointer-sized variable. */
  static MemorySegment pointerAt(MemorySegment address) {
    return address.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
  }

  /** The pointers of a NULL-terminated array. */
  static List<MemorySegment> pointersAt(MemorySegment array) {
    List<MemorySegment> pointers = new ArrayList<>();
    MemorySegment unbounded = array.reinterpret(Long.MAX_VALUE);
    for (long i = 0; ; i++) {
      MemorySegment pointer = unbounded.getAtIndex(ADDRESS, i);
      if (pointer.equals(MemorySegment.NULL)) {
        return pointers;
      }
      pointers.add(pointer);
    }
  }

  /** A copy of a text with a NUL at its end, in the system's encoding. */
  static MemorySegment string(Arena arena, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character in: " + text.replace("\0", "\\0"));
    }
    ByteBuffer bytes = NATIVE.encode(text);
    MemorySegment copy = arena.allocate(bytes.remaining() + 1L);
    MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, copy, 0, bytes.remaining());
    return copy;
  }

  /** A NUL-terminated string, a character per byte. */
  static String bytesAt(MemorySegment string) {
    return string.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.ISO_8859_1);
  }
}
