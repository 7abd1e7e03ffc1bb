package io.procpool.ipc.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pairing of links promises. The far end echoes; it can be stopped and ended. */
@Timeout(60)
abstract class FrameChannelContract {

  /** The other end of the channel under test. */
  interface Far {
    /** Leaves in an orderly way; returns when it has. */
    void end() throws Exception;
  }

  FrameChannel channel;
  Far far;
  final ExecutorService threads = Executors.newCachedThreadPool();

  /** Sets {@link #channel} and {@link #far}. */
  abstract void connect() throws Exception;

  @BeforeEach
  void start() throws Exception {
    connect();
  }

  @AfterEach
  void stop() throws Exception {
    channel.close();
    far.end();
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "a thread is left in a call");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 15, 16, 17, 512, 4096, 65_535, 65_536, 131_055, 131_056, 131_057, 300_000, 9_000_001
      })
  void bodiesOfAnySizeArriveUnchanged(int size) throws Exception {
    byte[] body = randomBytes(size);
    assertArrayEquals(body, echo(new OutFrame(FrameType.RUN).add(body, 0, size)).body());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitingForInputTellsOfFramesAndOfTheEndAndTakesNothing(boolean spin) throws Exception {
    assertEquals(1, number(echo(numbered(0, 1))));
    assertFalse(channel.awaitInput(spin, 1_000_000), "nothing was sent");
    channel.send(numbered(0, 2));
    while (!channel.awaitInput(spin, 10_000_000)) {}
    assertTrue(channel.awaitInput(spin, 1_000_000), "it is still there");
    assertEquals(2, number(channel.receive()));
    far.end();
    while (!channel.awaitInput(spin, 10_000_000)) {}
    assertNull(channel.receive());
  }

  @Test
  void bodyIsGatheredFromSlices() throws Exception {
    byte[] a = randomBytes(100);
    byte[] b = randomBytes(400_000);
    OutFrame frame = new OutFrame(FrameType.OUTCOMES);
    frame.add(a, 10, 20).add(b, 5, 300_000).add(a, 0, 0).add(a, 99, 1);
    byte[] expected = new byte[300_021];
    System.arraycopy(a, 10, expected, 0, 20);
    System.arraycopy(b, 5, expected, 20, 300_000);
    expected[300_020] = a[99];
    assertArrayEquals(expected, echo(frame).body());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 70_001})
  void arraysOfEveryKindArriveUnchanged(int length) throws Exception {
    Random random = new Random(length);
    boolean[] booleans = new boolean[length];
    for (int i = 0; i < length; i++) {
      booleans[i] = random.nextBoolean();
    }
    char[] chars = new char[length];
    Arrays.fill(chars, '\uabcd');
    short[] shorts = new short[length];
    Arrays.fill(shorts, Short.MIN_VALUE);
    float[] floats = new float[length];
    Arrays.fill(floats, Float.MIN_VALUE);
    List<Object> arrays =
        List.of(
            booleans,
            randomBytes(length),
            shorts,
            chars,
            random.ints(length).toArray(),
            floats,
            random.longs(length).toArray(),
            random.doubles(length).toArray());
    byte[] body = randomBytes(33);
    Frame echoed = echo(new OutFrame(FrameType.RUN).add(body, 0, 33).addArrays(arrays));
    assertArrayEquals(body, echoed.body());
    assertArrayEquals(arrays.toArray(), echoed.arrays().toArray());
  }

  @Test
  void framesOfOneThreadArriveInOrder() throws Exception {
    Future<?> sender =
        submit(() -> {
          for (int i = 0; i < 20_000; i++) {
            channel.send(numbered(0, i));
          }
          return null;
        });
    for (int i = 0; i < 20_000; i++) {
      assertEquals(i, number(channel.receive()));
    }
    sender.get();
  }

  @Test
  void framesOfManyThreadsKeepEachThreadsOrder() throws Exception {
    int senders = 4;
    int each = 3_000;
    List<Future<?>> sending = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      int sender = s;
      sending.add(
          submit(() -> {
            for (int i = 0; i < each; i++) {
              if (i % 3 == 0) {
                channel.send(numbered(sender, i));
              } else if (!channel.offer(numbered(sender, i))) {
                channel.flush();
              }
            }
            channel.flush();
            return null;
          }));
    }
    int[] next = new int[senders];
    for (int i = 0; i < senders * each; i++) {
      Frame frame = channel.receive();
      assertEquals(next[frame.body()[0]]++, number(frame));
    }
    for (Future<?> sender : sending) {
      sender.get();
    }
  }

  @Test
  void offerReturnsWhenTheLinkIsFullAndFlushSendsTheRest() throws Exception {
    byte[] body = randomBytes(20 << 20);
    boolean all = channel.offer(new OutFrame(FrameType.RUN).add(body, 0, body.length));
    assertFalse(all, "20 MiB cannot have left at once");
    channel.offer(numbered(0, 7));
    byte[] copy = body.clone();
    Arrays.fill(body, (byte) 0); // the caller's again
    Future<?> flush =
        submit(() -> {
          channel.flush();
          return null;
        });
    assertArrayEquals(copy, channel.receive().body());
    assertEquals(7, number(channel.receive()));
    flush.get();
  }

  @Test
  void arraysOfAnOfferAreSentByTheFlush() throws Exception {
    long[] array = new Random(1).longs(2 << 20).toArray();
    assertFalse(channel.offer(new OutFrame(FrameType.RUN).addArrays(List.of(array))));
    Future<?> flush =
        submit(() -> {
          channel.flush();
          return null;
        });
    assertArrayEquals(array, (long[]) channel.receive().arrays().getFirst());
    flush.get();
  }

  @Test
  void bytesAreCountedBothWays() throws Exception {
    echo(new OutFrame(FrameType.RUN).add(new byte[100], 0, 100));
    long frameBytes = FrameLayout.HEADER_BYTES + 100;
    assertEquals(frameBytes, channel.bytesSent());
    assertEquals(frameBytes, channel.bytesReceived());
  }

  @Test
  void closeEndsABlockedReceive() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Future<?> receiver =
        submit(() -> {
          entered.countDown();
          return channel.receive();
        });
    entered.await();
    channel.close();
    try {
      assertNull(receiver.get(10, TimeUnit.SECONDS));
    } catch (ExecutionException closed) {
      assertTrue(closed.getCause() instanceof IOException, () -> "" + closed.getCause());
    }
  }

  @Test
  void closeEndsABlockedSend() throws Exception {
    byte[] much = new byte[1 << 20];
    Future<?> sender =
        submit(() -> {
          while (true) {
            channel.send(new OutFrame(FrameType.RUN).add(much, 0, much.length));
          }
        });
    long full = awaitStandstill();
    assertTrue(full > 0);
    channel.close();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> sender.get(10, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof IOException, () -> "" + failure.getCause());
  }

  @Test
  void callsAfterCloseFail() throws Exception {
    channel.close();
    channel.close();
    assertFalse(channel.offer(numbered(0, 0)));
    assertThrows(IOException.class, () -> channel.flush());
    assertThrows(IOException.class, () -> channel.send(numbered(0, 0)));
    assertThrows(IOException.class, () -> channel.receive());
  }

  @Test
  void shutdownInputEndsABlockedReceive() throws Exception {
    echo(numbered(0, 1));
    CountDownLatch entered = new CountDownLatch(1);
    Future<Frame> receiver =
        submit(() -> {
          entered.countDown();
          return channel.receive();
        });
    entered.await();
    channel.shutdownInput();
    assertNull(receiver.get(10, TimeUnit.SECONDS));
    assertNull(channel.receive());
  }

  @Test
  void shutdownInputLetsWhatHasArrivedBeRead() throws Exception {
    channel.send(numbered(0, 1));
    channel.send(numbered(0, 2));
    assertEquals(1, number(channel.receive()));
    // The second echo is on its way or there: it is read, or the end comes at a frame's border.
    channel.shutdownInput();
    Frame second = channel.receive();
    assertTrue(second == null || number(second) == 2);
    assertNull(channel.receive());
  }

  @Test
  void farEndsLeavingIsTheEndOfTheStream() throws Exception {
    echo(numbered(0, 1));
    far.end();
    assertNull(channel.receive());
    assertNull(channel.receive());
  }

  @Test
  void sendingToAPeerThatLeftFails() throws Exception {
    far.end();
    IOException failure =
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                channel.send(numbered(0, 1));
              }
            });
    assertTrue(failure.getMessage().contains("roken"), failure::toString);
    assertFalse(channel.offer(numbered(0, 1)));
    assertThrows(IOException.class, () -> channel.flush());
  }

  @Test
  void bodyOverTheLimitIsRefused() {
    byte[] bytes = new byte[1 << 30];
    OutFrame frame = new OutFrame(FrameType.RUN).add(bytes, 0, bytes.length);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> frame.add(bytes, 0, bytes.length));
    assertTrue(refusal.getMessage().contains("bytes=2147483648"), refusal::getMessage);
  }

  Frame echo(OutFrame frame) throws Exception {
    Future<?> sender =
        submit(() -> {
          channel.send(frame);
          return null;
        });
    Frame echoed = channel.receive();
    sender.get();
    return echoed;
  }

  /** Waits until no more is taken, with both directions full; answers how much was. */
  private long awaitStandstill() {
    long[] last = {-1};
    Awaitility.await()
        .pollInterval(100, TimeUnit.MILLISECONDS)
        .until(() -> channel.bytesSent() > 0 && last[0] == (last[0] = channel.bytesSent()));
    return last[0];
  }

  <T> Future<T> submit(Callable<T> work) {
    return threads.submit(work);
  }

  static OutFrame numbered(int sender, int number) {
    byte[] body = new byte[1 + 4 + number % 97];
    body[0] = (byte) sender;
    for (int i = 0; i < 4; i++) {
      body[1 + i] = (byte) (number >> (8 * i));
    }
    return new OutFrame(FrameType.RUN).add(body, 0, body.length);
  }

  static int number(Frame frame) {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number |= (frame.body()[1 + i] & 0xff) << (8 * i);
    }
    assertEquals(5 + number % 97, frame.body().length);
    return number;
  }

  static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
