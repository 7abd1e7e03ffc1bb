package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child by {@code posix_spawn(3)}: its fd 0 is a descriptor of ours, fds 1 and 2 are the
 * parent's, every other descriptor but those it is to inherit is closed, and it has a session of
 * its own.
 *
 * @param command the executable's absolute path and its arguments
 * @param environment variables set over the parent's
 * @param workingDirectory null: the parent's
 */
public record PosixSpawn(
    List<String> command, Map<String, String> environment, @Nullable Path workingDirectory) {

  // Larger than glibc's (80 and 336 bytes) and musl's.
  private static final int FILE_ACTIONS_BYTES = 512;
  private static final int ATTRIBUTES_BYTES = 1024;
  private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final int POSIX_SPAWN_SETSID = 0x80;
  private static final int SIGSET_BYTES = 128;
  private static final int FIRST_UNSHARED_FD = 3;

  private static final Charset NATIVE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  /** Copies what it is given. */
  public PosixSpawn {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * Starts the child; returns when it has begun to execute. The descriptor stays open here and
   * remains the caller's.
   *
   * @param stdin becomes the child's fd 0
   * @return the child's pid, to be reaped by {@link Posix#waitpid}
   * @throws IOException if the executable or the working directory is not there, or a limit on
   *     processes is reached
   */
  public long start(int stdin) throws IOException {
    return start(stdin, List.of());
  }

  /**
   * As {@link #start(int)}, with further descriptors: the child has the first as its fd 3, the next
   * as 4, and so on.
   *
   * @param inherited none of them a number that the child is given
   */
  public long start(int stdin, List<Integer> inherited) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(FILE_ACTIONS_BYTES, 16);
      MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
      check("posix_spawn_file_actions_init", call(Functions.ACTIONS_INIT, actions, 0, 0));
      try {
        check("posix_spawnattr_init", call(Functions.ATTR_INIT, attributes, 0, 0));
        share(actions, stdin, inherited);
        describe(arena, actions, attributes);
        return spawn(arena, actions, attributes);
      } finally {
        call(Functions.ACTIONS_DESTROY, actions, 0, 0);
      }
    }
  }

  private static void share(MemorySegment actions, int stdin, List<Integer> inherited)
      throws IOException {
    check("posix_spawn_file_actions_adddup2", call(Functions.ADD_DUP2, actions, stdin, 0));
    for (int i = 0; i < inherited.size(); i++) {
      int fd = inherited.get(i);
      check(
          "posix_spawn_file_actions_adddup2",
          call(Functions.ADD_DUP2, actions, fd, FIRST_UNSHARED_FD + i));
    }
    closeOthers(actions, FIRST_UNSHARED_FD + inherited.size());
  }

  private void describe(Arena arena, MemorySegment actions, MemorySegment attributes)
      throws IOException {
    Path directory = workingDirectory;
    if (directory != null) {
      long path = string(arena, directory.toString()).address();
      check("posix_spawn_file_actions_addchdir_np", call(Functions.ADD_CHDIR, actions, path, 0));
    }
    // A signal the parent ignores or its spawning thread blocks must not be so in the child.
    MemorySegment none = arena.allocate(SIGSET_BYTES, 8);
    MemorySegment all = arena.allocate(SIGSET_BYTES, 8);
    call(Functions.SIGFILLSET, all, 0, 0);
    check("posix_spawnattr_setsigmask", call(Functions.SET_SIGMASK, attributes, none.address(), 0));
    check(
        "posix_spawnattr_setsigdefault",
        call(Functions.SET_SIGDEFAULT, attributes, all.address(), 0));
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    check("posix_spawnattr_setflags", call(Functions.SET_FLAGS, attributes, flags, 0));
  }

  // Descriptors without close-on-exec, the JDK's among them, must not reach the child: it would
  // keep a peer's socket open after the parent closed it.
  private static void closeOthers(MemorySegment actions, int first) throws IOException {
    if (!Functions.ADD_CLOSEFROM.equals(MemorySegment.NULL)) {
      check(
          "posix_spawn_file_actions_addclosefrom_np",
          call(Functions.ADD_CLOSEFROM, actions, first, 0));
      return;
    }
    for (int fd : openDescriptors(first)) {
      check("posix_spawn_file_actions_addclose", call(Functions.ADD_CLOSE, actions, fd, 0));
    }
  }

  private static List<Integer> openDescriptors(int first) throws IOException {
    List<Integer> open = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        int fd = Integer.parseInt(link.getFileName().toString());
        if (fd >= first) {
          open.add(fd);
        }
      }
    }
    return open;
  }

  private long spawn(Arena arena, MemorySegment actions, MemorySegment attributes)
      throws PosixException {
    MemorySegment pid = arena.allocate(JAVA_INT);
    String executable = command.getFirst();
    int error =
        (int)
            Libc.call(
                Functions.SPAWN,
                pid.address(),
                string(arena, executable).address(),
                actions.address(),
                attributes.address(),
                pointers(arena, command.stream().map(word -> string(arena, word)).toList())
                    .address(),
                environ(arena).address());
    if (error != 0) {
      String where = workingDirectory == null ? "" : ", directory=" + workingDirectory;
      throw new PosixException("posix_spawn", executable + where, error);
    }
    return pid.get(JAVA_INT, 0);
  }

  // The parent's variables as the bytes they are: what does not decode must arrive all the same.
  private MemorySegment environ(Arena arena) {
    MemorySegment parents = Libc.pointerAt(Functions.ENVIRON);
    if (environment.isEmpty()) {
      return parents;
    }
    Set<String> replaced = new HashSet<>();
    environment.keySet().forEach(name -> replaced.add(byteCharacters(name)));
    List<MemorySegment> variables = new ArrayList<>();
    for (MemorySegment variable : Libc.pointersAt(parents)) {
      String text = Libc.bytesAt(variable);
      int equals = text.indexOf('=', 1);
      if (equals < 0 || !replaced.contains(text.substring(0, equals))) {
        variables.add(variable);
      }
    }
    environment.forEach((name, value) -> variables.add(string(arena, name + "=" + value)));
    return pointers(arena, variables);
  }

  private static String byteCharacters(String text) {
    return new String(text.getBytes(NATIVE), StandardCharsets.ISO_8859_1);
  }

  private static MemorySegment pointers(Arena arena, List<MemorySegment> targets) {
    MemorySegment array = arena.allocate(ADDRESS, targets.size() + 1L);
    for (int i = 0; i < targets.size(); i++) {
      array.setAtIndex(ADDRESS, i, targets.get(i));
    }
    return array;
  }

  private static MemorySegment string(Arena arena, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character in: " + text.replace("\0", "\\0"));
    }
    ByteBuffer bytes = NATIVE.encode(text);
    MemorySegment copy = arena.allocate(bytes.remaining() + 1L);
    MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, copy, 0, bytes.remaining());
    return copy;
  }

  private static int call(MemorySegment function, MemorySegment on, long a, long b) {
    return (int) Libc.call(function, on.address(), a, b, 0, 0, 0);
  }

  private static void check(String function, int error) throws PosixException {
    if (error != 0) {
      throw new PosixException(function, "", error);
    }
  }

  private static final class Functions {
    static final MemorySegment SPAWN = Libc.find("posix_spawn");
    static final MemorySegment ACTIONS_INIT = Libc.find("posix_spawn_file_actions_init");
    static final MemorySegment ACTIONS_DESTROY = Libc.find("posix_spawn_file_actions_destroy");
    static final MemorySegment ADD_DUP2 = Libc.find("posix_spawn_file_actions_adddup2");
    static final MemorySegment ADD_CLOSE = Libc.find("posix_spawn_file_actions_addclose");
    static final MemorySegment ADD_CLOSEFROM =
        Libc.find("posix_spawn_file_actions_addclosefrom_np");
    static final MemorySegment ADD_CHDIR = Libc.find("posix_spawn_file_actions_addchdir_np");
    static final MemorySegment ATTR_INIT = Libc.find("posix_spawnattr_init");
    static final MemorySegment SET_FLAGS = Libc.find("posix_spawnattr_setflags");
    static final MemorySegment SET_SIGMASK = Libc.find("posix_spawnattr_setsigmask");
    static final MemorySegment SET_SIGDEFAULT = Libc.find("posix_spawnattr_setsigdefault");
    static final MemorySegment SIGFILLSET = Libc.find("sigfillset");
    static final MemorySegment ENVIRON = Libc.find("environ");
  }
}
