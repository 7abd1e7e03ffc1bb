package io.procpool.ipc.message;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import java.util.List;

/** The frames of a few numbers each that steer a worker. */
public sealed interface ControlMessage {

  /** Interrupt the task at place {@code seq}, if it runs. Body: seq varlong. */
  record Interrupt(long seq) implements ControlMessage {}

  /** Start items again, from {@code seq} on. Body: epoch varint, seq varlong. */
  record Resume(int epoch, long seq) implements ControlMessage {}

  /** As a frame. */
  static OutFrame frame(ControlMessage message) {
    PickleBuffer body = new PickleBuffer(16);
    FrameType type =
        switch (message) {
          case Interrupt(long seq) -> {
            body.writeVarLong(seq);
            yield FrameType.INTERRUPT;
          }
          case Resume(int epoch, long seq) -> {
            body.writeVarInt(epoch);
            body.writeVarLong(seq);
            yield FrameType.RESUME;
          }
        };
    return new OutFrame(type).add(body.bytes(), 0, body.length());
  }

  /** The message of a frame of type INTERRUPT. */
  static Interrupt interrupt(Frame frame) {
    return new Interrupt(source(frame).readVarLong());
  }

  /** The message of a frame of type RESUME. */
  static Resume resume(Frame frame) {
    PickleSource source = source(frame);
    return new Resume(source.readVarInt(), source.readVarLong());
  }

  private static PickleSource source(Frame frame) {
    return new PickleSource(frame.body(), 0, frame.body().length, List.of());
  }
}
