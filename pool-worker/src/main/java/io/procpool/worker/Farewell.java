package io.procpool.worker;

import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;

/** A worker's last frame, if it cannot begin or go on: why. */
final class Farewell {

  private Farewell() {}

  /**
   * Says why and ends the process.
   *
   * @param table what {@code pickler} writes by, all of which is sent along
   */
  static void say(Throwable failure, FrameChannel channel, Pickler pickler, ClassTable table)
      throws IOException {
    PickleBuffer pickled = new PickleBuffer();
    pickler.pickleThrowable(failure, pickled);
    byte[] definitions = table.definitions(0, table.size());
    PickleBuffer body = new PickleBuffer();
    body.writeVarInt(definitions.length);
    body.writeBytes(definitions, 0, definitions.length);
    body.writeBytes(pickled.bytes(), 0, pickled.length());
    channel.send(
        new OutFrame(FrameType.START_FAILED)
            .add(body.bytes(), 0, body.length())
            .addArrays(pickled.arrays()));
    System.exit(1);
  }
}
