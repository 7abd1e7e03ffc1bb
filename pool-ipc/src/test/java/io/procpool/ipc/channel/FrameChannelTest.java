package io.procpool.ipc.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a channel does with bytes that come in pieces, are wrong, or end early. */
@Timeout(30)
final class FrameChannelTest {

  @Test
  void frameThatComesByteByByteIsReceived() throws Exception {
    try (RawSocket raw = new RawSocket();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Frame> receiver = threads.submit(raw.channel::receive);
      for (byte b : frame(FrameType.RUN.code(), 3, 1, new byte[] {2, 0, 0, 0, 5, 0, 0, 0})) {
        raw.write(new byte[] {b});
      }
      raw.write(new byte[] {1, 2, 3});
      raw.write(new byte[] {9, 0, 0, 0, 8, 0, 0});
      raw.write(new byte[] {0});
      Frame frame = receiver.get();
      assertArrayEquals(new byte[] {1, 2, 3}, frame.body());
      assertArrayEquals(new int[] {9, 8}, (int[]) frame.arrays().getFirst());
    }
  }

  @Test
  void framesThatComeTogetherAreReceivedOneByOne() throws Exception {
    try (RawSocket raw = new RawSocket()) {
      ByteBuffer three = ByteBuffer.allocate(100);
      three.put(frame(3, 1, 0, new byte[] {1})).put(frame(7, 0, 0)).put(frame(4, 2, 0, 2, 3));
      raw.write(Arrays.copyOf(three.array(), three.position()));
      assertArrayEquals(new byte[] {1}, raw.channel.receive().body());
      assertEquals(FrameType.STOP, raw.channel.receive().type());
      assertArrayEquals(new byte[] {2, 3}, raw.channel.receive().body());
      raw.end();
      assertNull(raw.channel.receive());
    }
  }

  @Test
  void framesOfferedWhileTheLinkIsFullLeaveInOneWrite() throws Exception {
    try (RawSocket raw = new RawSocket()) {
      byte[] filler = new byte[4 << 20];
      assertFalse(raw.channel.offer(new OutFrame(FrameType.RUN).give(filler, 0, filler.length)));
      long mark = FrameLayout.HEADER_BYTES + (long) filler.length;
      for (int i = 0; i < 10; i++) {
        raw.channel.offer(new OutFrame(FrameType.STOP));
      }
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        Future<?> flush =
            threads.submit(() -> {
              raw.channel.flush();
              return null;
            });
        for (long read = 0; read < mark; ) {
          read += raw.readOnce((int) Math.min(1 << 20, mark - read)).length;
        }
        flush.get();
        assertEquals(10 * FrameLayout.HEADER_BYTES, raw.readOnce(1 << 20).length);
      }
    }
  }

  @Test
  void framesThatWereLeftGoInOneWriteAndAreCopies() throws Exception {
    try (RawSocket raw = new RawSocket()) {
      byte[] body = {1};
      for (int i = 0; i < 10; i++) {
        raw.channel.leave(new OutFrame(FrameType.RUN).add(body, 0, 1));
      }
      body[0] = 2;
      assertEquals(0, raw.channel.bytesSent());
      assertTrue(raw.channel.push());
      byte[] came = raw.readOnce(1 << 20);
      assertEquals(10 * (FrameLayout.HEADER_BYTES + 1), came.length);
      assertEquals(1, came[came.length - 1]);
    }
  }

  @Test
  void pushOfABrokenChannelOwesAFlushThatFails() throws Exception {
    try (RawSocket raw = new RawSocket()) {
      raw.channel.close();
      raw.channel.leave(new OutFrame(FrameType.STOP));
      assertFalse(raw.channel.push());
      assertThrows(IOException.class, raw.channel::flush);
    }
  }

  @Test
  void foreignBytesAreRefusedWithWhatWasRead() throws Exception {
    refused("GET / HTTP/1.1\r\n".getBytes(), "magic=0x20544547, expected 0x66727070");
  }

  @Test
  void anotherVersionIsRefused() throws Exception {
    byte[] header = frame(3, 0, 0);
    header[FrameLayout.VERSION_OFFSET] = 9;
    refused(header, "version=0x9, expected 0x1");
  }

  @Test
  void unknownTypeIsRefused() throws Exception {
    refused(frame(250, 0, 0), "type=250");
  }

  @Test
  void bodyOverTheLimitIsRefusedBeforeItIsAllocated() throws Exception {
    refused(frame(3, -1, 0), "bodyBytes=4294967295 is over the limit of 2147418112");
    refused(frame(3, 0x7fff_0001, 0), "bodyBytes=2147418113");
  }

  @Test
  void tooManyArraysAreRefused() throws Exception {
    refused(frame(3, 0, FrameLayout.MAX_ARRAYS + 1), "arrayCount=65537 is over the limit");
  }

  @Test
  void unknownArrayKindIsRefused() throws Exception {
    refused(frame(3, 0, 1, 1, 0, 0, 0, 9, 0, 0, 0), "kind=9 of array 0");
    refused(frame(3, 0, 1, 1, 0, 0, 0, 5, 0, 1, 0), "kind=65541 of array 0");
  }

  @Test
  void negativeArrayLengthIsRefused() throws Exception {
    refused(frame(3, 0, 1, 0xff, 0xff, 0xff, 0xff, 5, 0, 0, 0), "length of array 0=4294967295");
  }

  @Test
  void endInsideAHeaderIsNoOrderlyEnd() throws Exception {
    cut(Arrays.copyOf(frame(3, 5, 0), 7), "header");
  }

  @Test
  void endInsideABodyNamesTheFrame() throws Exception {
    cut(frame(3, 5, 0, 1, 2), "type=RUN, bodyBytes=5");
  }

  @Test
  void endInsideAnArrayNamesTheFrame() throws Exception {
    cut(frame(4, 0, 1, 100, 0, 0, 0, 7, 0, 0, 0, 1, 2), "type=OUTCOMES");
  }

  @Test
  void frameWithoutHeapForItIsAFailureOfTheChannelOnly() throws Exception {
    try (RawSocket raw = new RawSocket()) {
      raw.write(frame(3, 0, 1, 0xff, 0xff, 0xff, 0x7f, 7, 0, 0, 0)); // 16 GiB of longs
      IOException failure = assertThrows(IOException.class, raw.channel::receive);
      assertTrue(failure.getMessage().contains("no heap for a frame"), failure::getMessage);
    }
  }

  @Test
  void whatAPeerSentBeforeItDiedIsReceivedEvenIfItLeftOursUnread() throws Exception {
    try (RawSocket raw = new RawSocket()) {
      raw.channel.send(new OutFrame(FrameType.RUN));
      raw.write(frame(8, 0, 0));
      raw.end(); // with our frame unread: the system reports a reset
      assertEquals(FrameType.START_FAILED, raw.channel.receive().type());
      assertNull(raw.channel.receive());
    }
  }

  @Test
  void closeNeverFreesADescriptorUnderAReader() throws Exception {
    // Were the descriptor freed while the reader may still use it, the reader would in time take
    // bytes from a newer socket that was given its number.
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 500; i++) {
        RawSocket raw = new RawSocket();
        CountDownLatch entered = new CountDownLatch(1);
        Future<Frame> reader =
            threads.submit(() -> {
              entered.countDown();
              try {
                return raw.channel.receive();
              } catch (IOException closed) {
                return null;
              }
            });
        entered.await();
        raw.channel.close();
        try (RawSocket next = new RawSocket()) {
          next.write(frame(3, 1, 0, 7));
          assertArrayEquals(new byte[] {7}, next.channel.receive().body());
        }
        assertNull(reader.get());
        raw.close();
      }
    }
  }

  @Test
  void closedChannelsLeaveNoDescriptor() throws Exception {
    new RawSocket().close();
    long before = descriptors();
    for (int i = 0; i < 100; i++) {
      new RawSocket().close();
    }
    assertEquals(before, descriptors());
  }

  private static long descriptors() throws IOException {
    try (var entries = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/fd"))) {
      return entries.count();
    }
  }

  private static void refused(byte[] bytes, String fact) throws Exception {
    try (RawSocket raw = new RawSocket()) {
      raw.write(bytes);
      CorruptFrameException refusal =
          assertThrows(CorruptFrameException.class, raw.channel::receive);
      assertTrue(refusal.getMessage().contains(fact), refusal::getMessage);
    }
  }

  private static void cut(byte[] bytes, String fact) throws Exception {
    try (RawSocket raw = new RawSocket()) {
      raw.write(bytes);
      raw.end();
      CorruptFrameException refusal =
          assertThrows(CorruptFrameException.class, raw.channel::receive);
      assertTrue(refusal.getMessage().contains("the stream ended inside a frame"));
      assertTrue(refusal.getMessage().contains(fact), refusal::getMessage);
    }
  }

  private static byte[] frame(int type, int bodyBytes, int arrays, int... rest) {
    byte[] bytes = new byte[rest.length];
    for (int i = 0; i < rest.length; i++) {
      bytes[i] = (byte) rest[i];
    }
    return frame(type, bodyBytes, arrays, bytes);
  }

  private static byte[] frame(int type, int bodyBytes, int arrays, byte[] rest) {
    ByteBuffer frame =
        ByteBuffer.allocate(FrameLayout.HEADER_BYTES + rest.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(FrameLayout.MAGIC).put((byte) 1).put((byte) type).putShort((short) 0);
    return frame.putInt(bodyBytes).putInt(arrays).put(rest).array();
  }
}
