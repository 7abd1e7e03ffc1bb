package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
 * Starts a child by {@code posix_spawn(3)}: its fd 0 is at its end, fds 1 and 2 are the parent's,
 * fd {@value #CHANNEL} is a descriptor of ours, every other but those it is to inherit is closed,
 * and it has a session of its own.
 *
 * @param command the executable's absolute path and its arguments
 * @param environment variables set over the parent's
 * @param withheld variables of the parent's that the child does not get
 * @param workingDirectory null: the parent's
 */
public record PosixSpawn(
    List<String> command,
    Map<String, String> environment,
    Set<String> withheld,
    @Nullable Path workingDirectory) {

  // Larger than glibc's (80 and 336 bytes) and musl's.
  private static final int FILE_ACTIONS_BYTES = 512;
  private static final int ATTRIBUTES_BYTES = 1024;
  private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final int POSIX_SPAWN_SETSID = 0x80;
  private static final int SIGSET_BYTES = 128;
  private static final String NULL_DEVICE = "/dev/null";
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;

  /** The number by which the child has the descriptor that it is started with. */
  public static final int CHANNEL = 3;

  /** Copies what it is given. */
  public PosixSpawn {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    withheld = Set.copyOf(withheld);
  }

  /** With all of the parent's variables. */
  public PosixSpawn(
      List<String> command, Map<String, String> environment, @Nullable Path workingDirectory) {
    this(command, environment, Set.of(), workingDirectory);
  }

  /**
   * Starts the child; returns when it has begun to execute. The descriptor stays open here and
   * remains the caller's.
   *
   * @param channel becomes the child's fd {@value #CHANNEL}
   * @return the child's pid, to be reaped by {@link Posix#waitpid}
   * @throws IOException if the executable or the working directory is not there, or a limit on
   *     processes is reached
   */
  public long start(int channel) throws IOException {
    return start(channel, List.of());
  }

  /**
   * As {@link #start(int)}, with further descriptors: the child has the first as its fd 4, the next
   * as 5, and so on.
   *
   * @param inherited none of them a number that the child is given
   */
  public long start(int channel, List<Integer> inherited) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(FILE_ACTIONS_BYTES, 16);
      MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
      check("posix_spawn_file_actions_init", call(Functions.ACTIONS_INIT, actions, 0, 0));
      try {
        check("posix_spawnattr_init", call(Functions.ATTR_INIT, attributes, 0, 0));
        share(arena, actions, channel, inherited);
        describe(arena, actions, attributes);
        return spawn(arena, actions, attributes);
      } finally {
        call(Functions.ACTIONS_DESTROY, actions, 0, 0);
      }
    }
  }

  private static void share(
      Arena arena, MemorySegment actions, int channel, List<Integer> inherited) throws IOException {
    duplicate(actions, channel, CHANNEL);
    for (int i = 0; i < inherited.size(); i++) {
      duplicate(actions, inherited.get(i), CHANNEL + 1 + i);
    }
    closeOthers(actions, CHANNEL + 1 + inherited.size());
    long nullDevice = Libc.string(arena, NULL_DEVICE).address();
    open(actions, 0, nullDevice, O_RDONLY);
    for (int output : StandardOutputs.NUMBERS) {
      if (!StandardOutputs.isInheritable(output)) {
        open(actions, output, nullDevice, O_WRONLY);
      }
    }
  }

  private static void duplicate(MemorySegment actions, int fd, int childs) throws PosixException {
    check("posix_spawn_file_actions_adddup2", call(Functions.ADD_DUP2, actions, fd, childs));
  }

  private static void open(MemorySegment actions, int childs, long path, int flags)
      throws PosixException {
    check(
        "posix_spawn_file_actions_addopen",
        (int) Libc.call(Functions.ADD_OPEN, actions.address(), childs, path, flags, 0, 0));
  }

  private void describe(Arena arena, MemorySegment actions, MemorySegment attributes)
      throws IOException {
    Path directory = workingDirectory;
    if (directory != null) {
      long path = Libc.string(arena, directory.toString()).address();
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
                Libc.string(arena, executable).address(),
                actions.address(),
                attributes.address(),
                pointers(arena, command.stream().map(word -> Libc.string(arena, word)).toList())
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
    if (environment.isEmpty() && withheld.isEmpty()) {
      return parents;
    }
    Set<String> replaced = new HashSet<>();
    withheld.forEach(name -> replaced.add(byteCharacters(name)));
    environment.keySet().forEach(name -> replaced.add(byteCharacters(name)));
    List<MemorySegment> variables = new ArrayList<>();
    for (MemorySegment variable : Libc.pointersAt(parents)) {
      String text = Libc.bytesAt(variable);
      int equals = text.indexOf('=', 1);
      if (equals < 0 || !replaced.contains(text.substring(0, equals))) {
        variables.add(variable);
      }
    }
    environment.forEach((name, value) -> variables.add(Libc.string(arena, name + "=" + value)));
    return pointers(arena, variables);
  }

  private static String byteCharacters(String text) {
    return new String(text.getBytes(Libc.NATIVE), StandardCharsets.ISO_8859_1);
  }

  private static MemorySegment pointers(Arena arena, List<MemorySegment> targets) {
    MemorySegment array = arena.allocate(ADDRESS, targets.size() + 1L);
    for (int i = 0; i < targets.size(); i++) {
      array.setAtIndex(ADDRESS, i, targets.get(i));
    }
    return array;
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
    static final MemorySegment ADD_OPEN = Libc.find("posix_spawn_file_actions_addopen");
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
