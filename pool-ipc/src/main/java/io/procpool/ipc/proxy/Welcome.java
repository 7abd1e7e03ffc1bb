package io.procpool.ipc.proxy;

import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import java.util.UUID;

/**
 * Who a manager's server is.
 *
 * @param id tells it from every other server
 * @param pid its process
 * @param name what messages call it
 */
public record Welcome(UUID id, long pid, String name) {

  /** Appends it. */
  public void write(PickleBuffer to) {
    to.writeLong(id.getMostSignificantBits());
    to.writeLong(id.getLeastSignificantBits());
    to.writeVarLong(pid);
    to.writeString(name);
  }

  static Welcome read(PickleSource from) {
    return new Welcome(
        new UUID(from.readLong(), from.readLong()), from.readVarLong(), from.readString());
  }
}
