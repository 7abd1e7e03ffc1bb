package io.procpool.ipc.message;

import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;

/**
 * The first frame a worker gets: who it is. Behind it in the same body follow, as the records of a
 * {@link RunBody} have them, class definitions and the pickled initializer and finalizer.
 *
 * <pre>
 * poolName string | worker varint | statusPage string | maxMemory varlong | sharedArguments byte | rehearse byte | mutationCheck byte | descriptors varint |
 * inheritance |
 * definitions: length varint, bytes | initializer: length varint, bytes | finalizer: length varint, bytes
 * </pre>
 *
 * @param poolName the pool's name
 * @param worker the worker's number
 * @param statusPage the path of its status page
 * @param maxMemory above how many resident bytes it is to ask for its replacement; 0: never
 * @param sharedArguments whether its results may hold shared objects
 * @param rehearse whether it is to prepare for its first task while it has none
 * @param mutationCheck whether it is to find what tasks change of what they captured
 * @param descriptors how many descriptors it inherits
 * @param inheritance what it takes over from its parent
 */
public record StartMessage(
    String poolName,
    int worker,
    String statusPage,
    long maxMemory,
    boolean sharedArguments,
    boolean rehearse,
    boolean mutationCheck,
    int descriptors,
    Inheritance inheritance) {

  /** Appends the fixed part. */
  public void write(PickleBuffer to) {
    to.writeString(poolName);
    to.writeVarInt(worker);
    to.writeString(statusPage);
    to.writeVarLong(maxMemory);
    to.writeByte(sharedArguments ? 1 : 0);
    to.writeByte(rehearse ? 1 : 0);
    to.writeByte(mutationCheck ? 1 : 0);
    to.writeVarInt(descriptors);
    inheritance.write(to);
  }

  /** Reads the fixed part. */
  public static StartMessage read(PickleSource from) {
    return new StartMessage(
        from.readString(),
        from.readVarInt(),
        from.readString(),
        from.readVarLong(),
        from.readByte() == 1,
        from.readByte() == 1,
        from.readByte() == 1,
        from.readVarInt(),
        Inheritance.read(from));
  }
}
