package io.procpool.ipc.channel;

import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.memory.SegmentDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A channel's two lanes, in one segment: made by the parent, which closes it with the channel; the
 * worker removes its file as soon as it has it, so that the memory goes with the two processes,
 * however they end.
 */
final class Lanes implements AutoCloseable {

  private final Segment segment;
  private final Lane toWorker;
  private final Lane toParent;

  private Lanes(Segment segment) {
    this.segment = segment;
    this.toWorker = new Lane(segment.memory().asSlice(0, LaneLayout.LANE_BYTES));
    this.toParent =
        new Lane(segment.memory().asSlice(LaneLayout.LANE_BYTES, LaneLayout.LANE_BYTES));
  }

  /**
   * New ones.
   *
   * @throws io.procpool.SharedResourceException if there is no room for them
   */
  static Lanes create() {
    return new Lanes(
        SegmentDirectory.current().createInFirstPlace(LaneLayout.KIND, 2L * LaneLayout.LANE_BYTES));
  }

  /**
   * Those the other process has made.
   *
   * @throws io.procpool.SharedResourceException if they are gone
   */
  static Lanes attach(Frame announcement) {
    Path path = Path.of(new String(announcement.body(), StandardCharsets.UTF_8));
    Segment segment = Segment.attach(path, LaneLayout.KIND);
    segment.unlink();
    return new Lanes(segment);
  }

  /** What the other process needs to attach. */
  OutFrame announcement() {
    byte[] path = segment.path().toString().getBytes(StandardCharsets.UTF_8);
    return new OutFrame(FrameType.LANES).give(path, 0, path.length);
  }

  Lane toWorker() {
    return toWorker;
  }

  Lane toParent() {
    return toParent;
  }

  @Override
  public void close() {
    segment.close();
  }
}
