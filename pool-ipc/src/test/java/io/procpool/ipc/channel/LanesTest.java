package io.procpool.ipc.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large arrays through shared memory beside the socket. The two ends are one process here. */
@Timeout(60)
final class LanesTest {

  private static final int LARGE = LaneLayout.LEAST_BYTES;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger made = new AtomicInteger();
  private FrameChannel parent;
  private FrameChannel worker;

  @BeforeEach
  void connect() throws Exception {
    connect(() -> {
      made.incrementAndGet();
      return Lanes.create();
    });
    parent.lendLanes();
    worker.acceptLanes();
  }

  @AfterEach
  void close() throws Exception {
    parent.close();
    worker.close();
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "a thread is left in a call");
    assertEquals(List.of(), laneFiles());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, LaneLayout.PIECE_BYTES, 3 * LaneLayout.RING_BYTES + 5})
  void largeArraysOfEveryKindArriveUnchangedBothWays(int more) throws Exception {
    for (Object array : arrays(LARGE + more)) {
      assertSame(array, pass(parent, worker, array));
      assertSame(array, pass(worker, parent, array));
    }
    assertEquals(1, made.get());
  }

  @Test
  void framesWithAndWithoutLargeArraysKeepTheirOrder() throws Exception {
    Future<?> sender =
        submit(() -> {
          for (int i = 0; i < 200; i++) {
            OutFrame frame = FrameChannelContract.numbered(0, i);
            parent.send(i % 3 == 0 ? frame.addArrays(List.of(filled(i), new int[i])) : frame);
          }
          return null;
        });
    for (int i = 0; i < 200; i++) {
      Frame frame = worker.receive();
      assertEquals(i, FrameChannelContract.number(frame));
      assertEquals(i % 3 == 0 ? 2 : 0, frame.arrays().size());
      if (i % 3 == 0) {
        assertArrayEquals(filled(i), (byte[]) frame.arrays().getFirst());
      }
    }
    sender.get();
  }

  @Test
  void anOfferDoesNotWaitForAFullLane() throws Exception {
    Object first = pass(parent, worker, new byte[LARGE]); // there are lanes now
    assertEquals(LARGE, ((byte[]) first).length);
    byte[] more = FrameChannelContract.randomBytes(3 * LaneLayout.RING_BYTES);
    for (int i = 0; i < 20; i++) {
      assertFalse(parent.offer(frame(more)), "nobody reads");
    }
    Future<?> flush =
        submit(() -> {
          parent.flush();
          return null;
        });
    for (int i = 0; i < 20; i++) {
      assertSame(more, worker.receive().arrays().getFirst());
    }
    flush.get();
  }

  @Test
  void aReaderThatComesLateGetsWhatTookTheOtherWay() throws Exception {
    byte[] array = FrameChannelContract.randomBytes(5 * LaneLayout.RING_BYTES);
    Future<?> sender =
        submit(() -> {
          parent.send(frame(array));
          return null;
        });
    long full = LaneLayout.RING_BYTES + (100 << 10);
    await().atMost(LIMIT).until(() -> parent.bytesSent() > full); // by the link, too
    assertSame(array, worker.receive().arrays().getFirst());
    sender.get();
  }

  @Test
  void noMemoryIsTakenForSmallArrays() throws Exception {
    pass(parent, worker, new byte[LARGE - 1]);
    pass(worker, parent, new byte[LARGE - 1]);
    pass(parent, worker, new byte[1]);
    assertEquals(0, made.get());
  }

  @Test
  void aLargeResultBringsLanesWithTheNextFrame() throws Exception {
    pass(worker, parent, new byte[LARGE]);
    assertEquals(0, made.get());
    pass(parent, worker, new byte[1]);
    assertEquals(1, made.get());
    byte[] array = FrameChannelContract.randomBytes(9 * LARGE);
    assertSame(array, pass(worker, parent, array));
  }

  @Test
  void whereThereIsNoRoomArraysGoByTheLink() throws Exception {
    parent.close();
    worker.close();
    connect(() -> {
      made.incrementAndGet();
      throw new SharedResourceException("no room", null);
    });
    parent.lendLanes();
    worker.acceptLanes();
    byte[] array = FrameChannelContract.randomBytes(9 * LARGE);
    for (int i = 0; i < 3; i++) {
      assertSame(array, pass(parent, worker, array));
      assertSame(array, pass(worker, parent, array));
    }
    assertEquals(1, made.get(), "asked once");
  }

  @Test
  void whatGoesWrongWhenLanesAreMadeBreaksTheChannelAndLetsNobodyWait() throws Exception {
    parent.close();
    worker.close();
    connect(() -> {
      throw new IllegalStateException("unexpected");
    });
    parent.lendLanes();
    assertThrows(IllegalStateException.class, () -> parent.send(frame(new byte[LARGE])));
    assertThrows(IOException.class, () -> parent.send(frame(new byte[1])));
    assertThrows(IOException.class, () -> parent.flush());
  }

  @Test
  void closeEndsAWriterThatFindsTheLaneFull() throws Exception {
    byte[] array = new byte[5 * LaneLayout.RING_BYTES];
    Future<?> sender =
        submit(() -> {
          while (true) {
            parent.send(frame(array));
          }
        });
    await().atMost(LIMIT).until(() -> parent.bytesSent() >= LaneLayout.RING_BYTES);
    parent.close();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> sender.get(30, TimeUnit.SECONDS));
    assertInstanceOf(IOException.class, failure.getCause());
  }

  @Test
  void aPeerThatLeavesEndsAWriterThatFindsTheLaneFull() throws Exception {
    Future<?> sender =
        submit(() -> {
          parent.send(frame(new byte[5 * LaneLayout.RING_BYTES]));
          return null;
        });
    await().atMost(LIMIT).until(() -> parent.bytesSent() >= LaneLayout.RING_BYTES);
    worker.close();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> sender.get(30, TimeUnit.SECONDS));
    assertInstanceOf(IOException.class, failure.getCause());
  }

  @Test
  void lanesThatWereNotAgreedOnAreRefused() throws Exception {
    worker.lendLanes();
    Future<?> sender =
        submit(() -> {
          worker.send(frame(new byte[LARGE]));
          return null;
        });
    CorruptFrameException refusal = assertThrows(CorruptFrameException.class, parent::receive);
    assertTrue(refusal.getMessage().contains("LANES"), refusal::getMessage);
    worker.close();
    try {
      sender.get();
    } catch (ExecutionException closed) {
      assertInstanceOf(IOException.class, closed.getCause()); // it had not all left by then
    }
  }

  private void connect(Supplier<Lanes> maker) throws Exception {
    int[] pair = Posix.socketpair();
    parent = FrameChannel.overDescriptor(pair[0], maker);
    worker = FrameChannel.overDescriptor(pair[1]);
  }

  private Object pass(FrameChannel from, FrameChannel to, Object array) throws Exception {
    Future<?> sender =
        submit(() -> {
          from.send(frame(array));
          return null;
        });
    Object arrived = to.receive().arrays().getFirst();
    sender.get();
    return arrived;
  }

  private static OutFrame frame(Object array) {
    return new OutFrame(FrameType.RUN).addArrays(List.of(array));
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[LARGE + value];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** One of each kind, of at least so many bytes. */
  private static List<Object> arrays(int bytes) {
    Random random = new Random(bytes);
    boolean[] booleans = new boolean[bytes];
    short[] shorts = new short[bytes / Short.BYTES + 1];
    char[] chars = new char[bytes / Character.BYTES + 1];
    float[] floats = new float[bytes / Float.BYTES + 1];
    for (int i = 0; i < floats.length; i++) {
      booleans[i] = random.nextBoolean();
      shorts[i] = (short) i;
      chars[i] = (char) i;
      floats[i] = i;
    }
    return List.of(
        booleans,
        FrameChannelContract.randomBytes(bytes),
        shorts,
        chars,
        random.ints(bytes / Integer.BYTES + 1).toArray(),
        floats,
        random.longs(bytes / Long.BYTES + 1).toArray(),
        random.doubles(bytes / Double.BYTES + 1).toArray());
  }

  private static void assertSame(Object expected, Object found) {
    assertTrue(Arrays.deepEquals(new Object[] {expected}, new Object[] {found}));
  }

  private static List<Path> laneFiles() throws IOException {
    Path directory = SegmentDirectory.current().path();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith(LaneLayout.KIND)).toList();
    }
  }

  private <T> Future<T> submit(Callable<T> work) {
    return threads.submit(work);
  }
}
