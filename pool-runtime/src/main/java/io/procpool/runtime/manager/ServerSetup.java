package io.procpool.runtime.manager;

import io.procpool.ManagerOptions;
import io.procpool.ManagerOptions.Registration;
import io.procpool.NetworkOptions;
import io.procpool.ipc.memory.SegmentDirectory;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs to know besides its entrance.
 *
 * @param keyFile where other processes of this user find the key
 * @param ownsKeyFile whether it goes with the server
 * @param inputFilter what arguments pass; null: all do
 */
record ServerSetup(
    String name,
    Duration linger,
    int maxOpenCalls,
    List<Registration> types,
    String keyFile,
    boolean ownsKeyFile,
    @Nullable ObjectInputFilter inputFilter) {

  static ServerSetup ofChild(
      String name, Duration linger, int maxOpenCalls, List<Registration> types, String keyFile) {
    return new ServerSetup(name, linger, maxOpenCalls, types, keyFile, false, null);
  }

  static ServerSetup ofServer(String name, ManagerOptions options, String keyFile) {
    ObjectInputFilter filter =
        options.network().inputFilter().orElseGet(NetworkOptions::defaultFilter);
    return new ServerSetup(
        name, options.linger(), options.maxOpenCalls(), options.types(), keyFile, true, filter);
  }

  /** The server has been closed. */
  void closed() {
    if (ownsKeyFile) {
      try {
        SegmentDirectory.current().delete(Path.of(keyFile));
      } catch (IOException e) {
        // It goes with this process's directory.
      }
    }
  }
}
