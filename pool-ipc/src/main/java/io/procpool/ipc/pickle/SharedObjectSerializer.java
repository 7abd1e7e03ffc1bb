package io.procpool.ipc.pickle;

/** Shared objects by their tickets, where that is allowed. */
final class SharedObjectSerializer extends GraphSerializer<Object> {

  static final SharedObjectSerializer INSTANCE = new SharedObjectSerializer();

  private SharedObjectSerializer() {}

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    SharedObject shared = (SharedObject) object;
    if (!kryo.sharedAllowed() && !shared.mayTravel()) {
      throw Unsendable.misplaced(shared);
    }
    kryo.writeClassAndObject(output, shared.ticket());
    kryo.sharedWritten().add(shared);
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    if (kryo.readClassAndObject(input) instanceof SharedObject.Ticket ticket) {
      return ticket.redeem(kryo.classes().known().loader());
    }
    throw new IllegalStateException("a shared object came without a ticket");
  }
}
