package io.procpool.ipc.files;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where files can lie for as long as processes run: the directories that are there, the best first.
 * Not all of them can be written by everyone, have room, or are free of other users' names: who
 * cannot use one takes the next.
 */
public final class Places {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Path TEMPORARY = Path.of("/tmp");

  private Places() {}

  /** For what processes map: in memory, where the system has such a place. */
  public static List<Path> forMemory() {
    return existing(Stream.of(SHARED_MEMORY.toString(), temporary(), TEMPORARY.toString(), home()));
  }

  /** For small files. */
  public static List<Path> forFiles() {
    return existing(Stream.of(temporary(), TEMPORARY.toString(), SHARED_MEMORY.toString(), home()));
  }

  private static @Nullable String temporary() {
    return System.getProperty("java.io.tmpdir");
  }

  /** Where no other user can take a name; Java says "?" where there is no home. */
  private static @Nullable String home() {
    String home = System.getProperty("user.home", "");
    if (!home.startsWith("/")) {
      return null;
    }
    String cache = home + "/.cache";
    return Files.isDirectory(Path.of(cache)) ? cache : home;
  }

  private static List<Path> existing(Stream<@Nullable String> names) {
    Set<Path> places = new LinkedHashSet<>();
    names.forEach(name -> {
      if (name != null && !name.isEmpty()) {
        addExisting(places, name);
      }
    });
    return List.copyOf(places);
  }

  private static void addExisting(Set<Path> places, String name) {
    try {
      Path place = Path.of(name).toAbsolutePath().normalize();
      if (Files.isDirectory(place)) {
        places.add(place);
      }
    } catch (InvalidPathException e) {
      return; // the system has no such names
    }
  }
}
