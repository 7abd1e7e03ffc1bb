package io.procpool.ipc.channel;

/** A peer that sends back what it receives, as a process of its own: its fd 3 is the channel. */
public final class EchoMain {

  private EchoMain() {}

  public static void main(String[] args) throws Exception {
    try (FrameChannel parent = FrameChannel.toParent(null)) {
      echo(parent);
    }
  }

  static void echo(FrameChannel channel) throws java.io.IOException {
    Frame frame;
    while ((frame = channel.receive()) != null) {
      byte[] body = frame.body();
      channel.send(new OutFrame(frame.type()).give(body, 0, body.length).addArrays(frame.arrays()));
    }
  }
}
