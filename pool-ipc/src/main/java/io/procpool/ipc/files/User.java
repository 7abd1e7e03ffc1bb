package io.procpool.ipc.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The user that this process acts as. Any thread may call. */
public final class User {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "Uid:";

  private static volatile @Nullable String id;

  private User() {}

  /**
   * The effective user id as a number where there is one, else the user's name; fit for a file's
   * name.
   *
   * @throws IOException if it cannot be told now; a later call may succeed
   */
  public static String id() throws IOException {
    String known = id;
    if (known == null) {
      known = Files.exists(STATUS) ? fromStatus() : fromName();
      id = known;
    }
    return known;
  }

  /** The second number of {@code Uid:}, see proc_pid_status(5). No interrupt ends this read. */
  private static String fromStatus() throws IOException {
    return new String(Files.readAllBytes(STATUS), StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.startsWith(FIELD))
        .map(line -> line.split("\\s+", 4)[2])
        .findFirst()
        .orElseThrow(() -> new IOException("no field " + FIELD + " in " + STATUS));
  }

  private static String fromName() {
    return System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
