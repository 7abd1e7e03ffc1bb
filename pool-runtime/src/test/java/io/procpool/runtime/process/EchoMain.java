package io.procpool.runtime.process;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.OutFrame;
import java.nio.file.Path;

/**
 * A child that sends back what it receives, and leaves with the length of the first STOP's body.
 */
public final class EchoMain {

  private EchoMain() {}

  public static void main(String[] args) throws Exception {
    try (FrameChannel parent = FrameChannel.toParent(args.length == 0 ? null : Path.of(args[0]))) {
      Frame frame;
      while ((frame = parent.receive()) != null) {
        switch (frame.type()) {
          case STOP -> System.exit(frame.body().length);
          default ->
              parent.send(
                  new OutFrame(frame.type())
                      .add(frame.body(), 0, frame.body().length)
                      .addArrays(frame.arrays()));
        }
      }
    }
  }
}
