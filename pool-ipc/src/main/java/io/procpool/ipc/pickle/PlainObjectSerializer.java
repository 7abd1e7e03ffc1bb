package io.procpool.ipc.pickle;

/** Objects of class Object, which are nothing but themselves. */
final class PlainObjectSerializer extends GraphSerializer<Object> {

  static final PlainObjectSerializer INSTANCE = new PlainObjectSerializer();

  private PlainObjectSerializer() {}

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    kryo.references().countIdentity();
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    kryo.references().countIdentity();
    return new Object();
  }
}
