package io.procpool.runtime.call;

import io.procpool.ipc.channel.OutFrame;
import io.procpool.runtime.dispatch.Range;
import java.util.List;

/** The input of a batch of one. */
final class OneInput implements Inputs {

  private volatile PickledItem item;

  OneInput(PickledItem item) {
    this.item = item;
  }

  @Override
  public long bytes(Range items) {
    return item.bytes().length;
  }

  @Override
  public void addTo(OutFrame frame, Range items) {
    byte[] bytes = item.bytes();
    frame.add(bytes, 0, bytes.length);
  }

  @Override
  public List<Object> arrays(Range items) {
    return item.arrays();
  }

  @Override
  public void release(Range items) {
    item = PickledItem.EMPTY;
  }
}
