package io.procpool.ipc.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.posix.Posix;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplyReadingTest {

  @Test
  void whoBecomesReaderAfterTheFormerHasReadItsReplyWaitsForNothingMore() throws Exception {
    int[] pair = Posix.socketpair();
    AtomicBoolean lost = new AtomicBoolean();
    try (FrameChannel channel = FrameChannel.overDescriptor(pair[0]);
        FrameChannel _ = FrameChannel.overDescriptor(pair[1])) { // from which nothing comes
      OpenCalls calls = new OpenCalls();
      CallWire wire = CallWire.ofClient(channel);
      ReplyReading reading = new ReplyReading(wire, calls, _ -> lost.set(true), "test");
      PendingCall call = calls.open();
      FutureTask<Void> reader =
          new FutureTask<>(() -> {
            call.complete(ReplyKind.VALUE, new PickleSource(new PickleBuffer()));
            reading.lead(call, false, ReplyReading.FOR_EVER);
            return null;
          });
      Thread.ofPlatform().daemon().start(reader);
      reader.get(30, TimeUnit.SECONDS);
      assertFalse(lost.get());
    }
  }
}
