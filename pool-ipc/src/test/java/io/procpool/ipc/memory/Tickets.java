package io.procpool.ipc.memory;

import io.procpool.ipc.pickle.SharedObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HexFormat;

/** Shared objects as words on a command line. */
public final class Tickets {

  private Tickets() {}

  public static String write(Object shared) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(((SharedObject) shared).ticket());
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  public static <T> T redeem(Class<T> type, String ticket) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(ticket);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return type.cast(((SharedObject.Ticket) in.readObject()).redeem());
    }
  }
}
