package io.procpool.ipc.channel;

import io.procpool.ipc.posix.Posix;
import java.util.concurrent.Future;

/** Both ends by their descriptors. */
final class DescriptorPairTest extends FrameChannelContract {

  @Override
  void connect() throws Exception {
    int[] pair = Posix.socketpair();
    channel = FrameChannel.overDescriptor(pair[0]);
    FrameChannel other = FrameChannel.overDescriptor(pair[1]);
    Future<?> echo =
        submit(() -> {
          EchoMain.echo(other);
          return null;
        });
    far =
        () -> {
          other.close();
          EchoThread.join(echo);
        };
  }
}
