package io.procpool.ipc.connection;

import io.procpool.ipc.pickle.SharedObject;

/**
 * A connection on its way to another process: the place of its descriptor in the {@link
 * DescriptorTransfer}.
 *
 * @param place which of the descriptors that come along
 * @param readable whether the end receives
 * @param writable whether it sends
 */
record ConnectionTicket(int place, boolean readable, boolean writable)
    implements SharedObject.Ticket {

  @Override
  public Object redeem() {
    DescriptorTransfer transfer = DescriptorTransfer.current();
    if (transfer == null) {
      throw new IllegalStateException(
          "a Connection can be read only from the message it came with");
    }
    return PacketConnection.of(transfer.take(place), readable, writable);
  }
}
