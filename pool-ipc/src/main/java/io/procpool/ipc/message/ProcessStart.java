package io.procpool.ipc.message;

import io.procpool.TaskAction;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.connection.DescriptorTransfer;
import io.procpool.ipc.pickle.ApplicationLoader;
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
 * name string | statusPage string | daemon byte | tied byte | descriptors varint | inheritance | action
 * </pre>
 *
 * @param name its name
 * @param statusPage the path of its status page; empty if it has none
 * @param daemon whether its parent ends it instead of waiting for it
 * @param tied whether it ends when its parent is gone, be it killed
 * @param descriptors how many descriptors it inherits
 * @param inheritance what it takes over from its parent
 */
public record ProcessStart(
    String name,
    String statusPage,
    boolean daemon,
    boolean tied,
    int descriptors,
    Inheritance inheritance) {

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

  /** The frame, with the pickled action. */
  public OutFrame frame(PickleBuffer action) {
    PickleBuffer head = new PickleBuffer();
    head.writeString(name);
    head.writeString(statusPage);
    head.writeByte(daemon ? 1 : 0);
    head.writeByte(tied ? 1 : 0);
    head.writeVarInt(descriptors);
    inheritance.write(head);
    return new OutFrame(FrameType.START)
        .add(head.bytes(), 0, head.length())
        .add(action.bytes(), 0, action.length())
        .addArrays(action.arrays());
  }

  /** Reads the fixed part. */
  public static ProcessStart read(PickleSource from) {
    return new ProcessStart(
        from.readString(),
        from.readString(),
        from.readByte() == 1,
        from.readByte() == 1,
        from.readVarInt(),
        Inheritance.read(from));
  }

  /** Reads the action behind the fixed part. */
  public TaskAction readAction(PickleSource from) {
    ClassDefinitions known = new ClassDefinitions(ApplicationLoader.own());
    try (DescriptorTransfer transfer = DescriptorTransfer.inherited(descriptors)) {
      return transfer.during(
          () -> (TaskAction) Objects.requireNonNull(PICKLER.unpickle(from, known)));
    }
  }
}
