package io.procpool.ipc.message;

import io.procpool.TaskAction;
import io.procpool.ipc.connection.DescriptorTransfer;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.util.Objects;

/**
 * The START frame of a {@code JvmProcess}: who it is. Behind it in the same body follows its
 * action, pickled so that anybody can read it.
 *
 * <pre>
 * name string | daemon byte | descriptors varint | action
 * </pre>
 *
 * @param name its name
 * @param daemon whether it ends with its parent
 * @param descriptors how many descriptors it inherits
 */
public record ProcessStart(String name, boolean daemon, int descriptors) {

  private static final Pickler PICKLER = Pickler.selfContained();

  /**
   * Pickles an action for a process about to start.
   *
   * @param transfer takes up the connections in it
   */
  public static PickleBuffer pickle(TaskAction action, DescriptorTransfer transfer) {
    PickleBuffer pickled = new PickleBuffer();
    int _ =
        transfer.during(() -> {
          PICKLER.pickleInherited(action, pickled);
          return pickled.length();
        });
    return pickled;
  }

  /** Appends the fixed part. */
  public void write(PickleBuffer to) {
    to.writeString(name);
    to.writeByte(daemon ? 1 : 0);
    to.writeVarInt(descriptors);
  }

  /** Reads the fixed part. */
  public static ProcessStart read(PickleSource from) {
    return new ProcessStart(from.readString(), from.readByte() == 1, from.readVarInt());
  }

  /** Reads the action behind the fixed part. */
  public TaskAction readAction(PickleSource from) {
    ClassDefinitions known = new ClassDefinitions(ClassLoader.getSystemClassLoader());
    try (DescriptorTransfer transfer = DescriptorTransfer.inherited(descriptors)) {
      return transfer.during(
          () -> (TaskAction) Objects.requireNonNull(PICKLER.unpickle(from, known)));
    }
  }
}
