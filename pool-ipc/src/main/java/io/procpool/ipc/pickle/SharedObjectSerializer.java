package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Writes a shared object's ticket, where that is allowed. */
final class SharedObjectSerializer extends Serializer<Object> {

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    SharedObject shared = (SharedObject) object;
    if (!((PickleKryo) kryo).sharedAllowed()) {
      throw new IllegalStateException(
          shared.kind() + " objects should only be shared between processes through inheritance");
    }
    kryo.writeClassAndObject(output, shared.ticket());
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    return ((SharedObject.Ticket) kryo.readClassAndObject(input)).redeem();
  }
}
