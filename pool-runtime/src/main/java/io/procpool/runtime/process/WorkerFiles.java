package io.procpool.runtime.process;

import io.procpool.ipc.files.Places;
import io.procpool.ipc.files.PrivateDirectory;
import io.procpool.ipc.files.User;
import io.procpool.ipc.memory.PidNamespace;
import io.procpool.ipc.memory.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files by which a parent starts workers, in {@code PLACE/procpool-workers-UID}, which only
 * this user may enter: sockets and argument files, named by the parent's pid and gone with the
 * worker, and the workers' latest crash reports.
 *
 * <p>The place is the first of {@link Places#forFiles} where that directory is this user's alone,
 * can be written, and is short enough for a socket's address. It is looked at before each use, and
 * made again where somebody has cleaned up. Any thread may call.
 */
final class WorkerFiles {

  // sun_path has 108 bytes on Linux, 104 elsewhere.
  private static final int MAX_SOCKET_PATH = 100;
  private static final int MAX_NAME = 35;
  private static final Pattern TRANSIENT =
      Pattern.compile("(\\d{1,18})" + PidNamespace.suffix() + "-\\d+\\.(sock|args)");
  private static final AtomicLong NEXT = new AtomicLong();

  private static @Nullable PrivateDirectory current;

  private WorkerFiles() {}

  /**
   * A path that no file has, of this process.
   *
   * @throws IOException if there is no directory for it; the message says where it was looked for
   */
  static Path fresh(String suffix) throws IOException {
    String parent = PidNamespace.pid() + PidNamespace.suffix();
    return prepared().resolve(parent + "-" + NEXT.incrementAndGet() + "." + suffix);
  }

  /** The directory; none where none can be had. */
  static Optional<Path> directory() {
    try {
      return Optional.of(prepared());
    } catch (IOException none) {
      return Optional.empty(); // who cannot do without one is told by fresh
    }
  }

  private static synchronized Path prepared() throws IOException {
    PrivateDirectory known = current;
    if (known == null || !known.isOurs()) {
      known = prepare(Places.forFiles(), User.id());
      current = known;
    }
    return known.path();
  }

  /** Makes the directory in the first place that will do, or takes it where it is there. */
  static PrivateDirectory prepare(List<Path> places, String user) throws IOException {
    List<String> refusals = new ArrayList<>();
    for (Path place : places) {
      PrivateDirectory directory = new PrivateDirectory(place.resolve("procpool-workers-" + user));
      try {
        requireUsable(directory);
        directory.deleteFiles(WorkerFiles::isOfADeadParent);
        return directory;
      } catch (IOException e) {
        refusals.add(e.toString());
      }
    }
    throw new IOException(
        "no private directory for workers' files: tried=%s; set -Djava.io.tmpdir to a directory that can be written"
            .formatted(refusals));
  }

  private static void requireUsable(PrivateDirectory directory) throws IOException {
    Path path = directory.path();
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_SOCKET_PATH - MAX_NAME) {
      throw new IOException(
          "too long for a socket in it: path=%s bytes=%d limit=%d"
              .formatted(path, bytes, MAX_SOCKET_PATH - MAX_NAME));
    }
    directory.make();
    if (!Files.isWritable(path)) {
      throw new IOException("cannot be written: path=" + path);
    }
  }

  /** What killed parents left. */
  private static boolean isOfADeadParent(String file) {
    Matcher name = TRANSIENT.matcher(file);
    return name.matches() && ProcessIdentity.isFree(Long.parseLong(name.group(1)));
  }
}
