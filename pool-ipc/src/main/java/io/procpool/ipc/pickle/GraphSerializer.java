package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.jspecify.annotations.Nullable;

/** A serializer of ours. Without state: one serves all Kryos and threads. */
abstract class GraphSerializer<T> extends Serializer<T> {

  /** Writes what is in the object; its class is written already. */
  abstract void write(PickleKryo kryo, PickleOutput output, T object);

  /**
   * Reads it again. One that reads children calls {@link Kryo#reference} first where it can, so
   * that they may refer back to it.
   */
  abstract @Nullable T read(PickleKryo kryo, PickleInput input, Class<? extends T> type);

  @Override
  public final void write(Kryo kryo, Output output, T object) {
    write((PickleKryo) kryo, (PickleOutput) output, object);
  }

  @Override
  public final @Nullable T read(Kryo kryo, Input input, Class<? extends T> type) {
    return read((PickleKryo) kryo, (PickleInput) input, type);
  }
}
