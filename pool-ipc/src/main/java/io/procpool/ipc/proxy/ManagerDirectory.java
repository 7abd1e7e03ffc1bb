package io.procpool.ipc.proxy;

import io.procpool.ManagerLostException;
import io.procpool.NetworkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The managers that this process serves or is connected to, by their ids. Thread-safe. */
public final class ManagerDirectory {

  /** What a ticket may make this process read: it comes from a peer, and so does the path. */
  private static final Pattern KEY_FILE =
      Pattern.compile(".*/procpool-[^/]+/\\d+-\\d+(-\\d+)?/manager-\\d+\\.key");

  /** Living connections, oldest first; a list never changes and is never empty. */
  private static final Map<UUID, List<ManagerConnection>> CLIENTS = new ConcurrentHashMap<>();

  /** The connection that a reply came by, where it is not the oldest to its manager. */
  private static final ScopedValue<ManagerConnection> READ_FROM = ScopedValue.newInstance();

  private static final Map<UUID, Server> SERVERS = new ConcurrentHashMap<>();

  /** A manager's server in this process. */
  public interface Server {

    /**
     * An object, to be called directly.
     *
     * @throws IllegalStateException if it is gone
     */
    ObjectCaller object(long id);
  }

  private ManagerDirectory() {}

  /** Says that the manager's objects are in this process. */
  public static void serve(UUID id, Server server) {
    SERVERS.put(id, server);
  }

  /** Undoes {@link #serve}. */
  public static void stopServing(UUID id) {
    SERVERS.remove(id);
  }

  /**
   * Says that this process is connected to the manager; proxies from elsewhere use the oldest
   * connection.
   *
   * @return whether it is the only one
   */
  static boolean add(ManagerConnection connection) {
    return CLIENTS
            .merge(
                connection.location().id(),
                List.of(connection),
                (there, added) -> Stream.concat(there.stream(), added.stream()).toList())
            .size()
        == 1;
  }

  /** Undoes {@link #add}. */
  static void remove(ManagerConnection connection) {
    CLIENTS.computeIfPresent(
        connection.location().id(),
        (_, there) -> {
          List<ManagerConnection> left =
              there.stream().filter(other -> other != connection).toList();
          return left.isEmpty() ? null : left;
        });
  }

  private static @Nullable ObjectCaller connectedTo(UUID id) {
    List<ManagerConnection> there = CLIENTS.get(id);
    return there == null ? null : there.getFirst();
  }

  /** Reads something whose proxies are those of the connection, whichever others there are. */
  static <T extends @Nullable Object> T readFrom(ManagerConnection connection, Supplier<T> read) {
    return ScopedValue.where(READ_FROM, connection).call(read::get);
  }

  /**
   * Where the object of a proxy that came is called.
   *
   * @throws ManagerLostException if it is not reached, or is not the one it was
   */
  static ObjectCaller find(ManagerLocation location, long object) {
    Server here = SERVERS.get(location.id());
    if (here != null) {
      return here.object(object);
    }
    if (READ_FROM.isBound() && READ_FROM.get().location().id().equals(location.id())) {
      return READ_FROM.get();
    }
    ObjectCaller connected = connectedTo(location.id());
    return connected == null ? connect(location) : connected;
  }

  private static synchronized ObjectCaller connect(ManagerLocation location) {
    ObjectCaller meanwhile = connectedTo(location.id());
    if (meanwhile != null) {
      return meanwhile;
    }
    ManagerConnection connection =
        ManagerConnection.open(
            location.socketAddress(),
            key(location),
            location.keyFile(),
            Duration.ZERO,
            NetworkOptions.defaults());
    if (!connection.location().id().equals(location.id())) {
      connection.close();
      throw new ManagerLostException(
          "the manager of a proxy was restarted, and its objects are gone: address="
              + location.address()
              + "; get the object from the manager again",
          null);
    }
    return connection;
  }

  private static byte[] key(ManagerLocation location) {
    try {
      Path file = Path.of(location.keyFile()).toRealPath();
      if (!KEY_FILE.matcher(file.toString()).matches()) {
        throw new IOException("it is not where procpool keeps keys: " + file);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ManagerLostException(
          "a proxy came whose manager this process does not know: address="
              + location.address()
              + " keyFile="
              + location.keyFile()
              + " (not readable here); call Manager.connect(address, key) here first",
          e);
    }
  }
}
