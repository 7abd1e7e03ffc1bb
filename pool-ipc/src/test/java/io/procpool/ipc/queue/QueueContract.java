package io.procpool.ipc.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.QueueEndedException;
import io.procpool.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every shared queue promises, however its threads sleep; one process. */
@Timeout(60)
interface QueueContract {

  Duration SHORT = Duration.ofMillis(60);

  <E> SharedQueue<E> newQueue(int capacity, long ringBytes);

  default <E> SharedQueue<E> newQueue(int capacity) {
    return newQueue(capacity, 4096);
  }

  @Test
  default void q1AnEmptyQueueGivesNothingUntilTheTimeoutIsOver() throws Exception {
    try (SharedQueue<String> queue = newQueue(2)) {
      assertNull(queue.poll());
      assertNull(queue.peek());
      assertNull(queue.poll(Duration.ZERO));
      assertNull(queue.poll(-1, MILLISECONDS));
      long start = System.nanoTime();
      assertNull(queue.poll(SHORT));
      assertTrue(System.nanoTime() - start >= SHORT.toNanos());
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  default void q1AFullQueueTakesNothingUntilTheTimeoutIsOver() throws Exception {
    try (SharedQueue<String> queue = newQueue(2)) {
      assertTrue(queue.offer("a"));
      assertTrue(queue.offer("b", SHORT));
      assertFalse(queue.offer("c"));
      assertFalse(queue.offer("c", 0, MILLISECONDS));
      long start = System.nanoTime();
      assertFalse(queue.offer("c", SHORT));
      assertTrue(System.nanoTime() - start >= SHORT.toNanos());
      assertEquals("a", queue.take());
      assertTrue(queue.offer("c", SHORT));
      assertEquals(List.of("b", "c"), drained(queue));
    }
  }

  @Test
  default void q1SizeAndRemainingCapacityAreExact() throws Exception {
    try (SharedQueue<Integer> queue = newQueue(5)) {
      assertEquals(5, queue.capacity());
      for (int i = 0; i < 5; i++) {
        assertEquals(i, queue.size());
        assertEquals(5 - i, queue.remainingCapacity());
        queue.put(i);
      }
      assertEquals(0, queue.remainingCapacity());
      queue.take();
      assertEquals(4, queue.size());
      assertFalse(queue.isEmpty());
    }
  }

  @Test
  default void q1ElementsOfOneProducerKeepTheirOrder() throws Exception {
    int each = 20_000;
    try (SharedQueue<int[]> queue = newQueue(64);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> producers = new ArrayList<>();
      for (int p = 0; p < 3; p++) {
        int producer = p;
        producers.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i++) {
                queue.put(new int[] {producer, i});
              }
              return null;
            }));
      }
      int[] next = new int[3];
      for (int i = 0; i < 3 * each; i++) {
        int[] element = queue.take();
        assertEquals(next[element[0]]++, element[1]);
      }
      for (Future<?> producer : producers) {
        producer.get();
      }
      assertNull(queue.poll());
    }
  }

  @Test
  default void q1NullIsRefused() throws Exception {
    try (SharedQueue<String> queue = newQueue(2)) {
      assertThrows(NullPointerException.class, () -> queue.put(null));
      assertThrows(NullPointerException.class, () -> queue.offer(null));
      assertThrows(NullPointerException.class, () -> queue.putAll(Arrays.asList("a", null)));
      assertTrue(queue.isEmpty());
      queue.put("works on");
      assertEquals("works on", queue.take());
    }
  }

  @Test
  default void q1WhatCannotBePickledFailsAtPutAndLeavesTheQueueUsable() throws Exception {
    try (SharedQueue<Object> queue = newQueue(4)) {
      queue.put("before");
      Object unsendable = new Unsendable();
      assertThrows(NotSendableException.class, () -> queue.put(unsendable));
      assertThrows(NotSendableException.class, () -> queue.putAll(List.of("lost", unsendable)));
      queue.put("after");
      assertEquals(List.of("before", "after"), drained(queue));
    }
  }

  @Test
  default void q1ASharedObjectInAnElementIsRefused() throws Exception {
    try (SharedQueue<Object> queue = newQueue(4)) {
      String message =
          assertThrows(IllegalStateException.class, () -> queue.put(List.of(queue))).getMessage();
      assertTrue(message.contains("should only be shared between processes"), message);
      queue.put("works on");
      assertEquals("works on", queue.take());
    }
  }

  @Test
  default void q2EverySizeArrivesWhole() throws Exception {
    try (SharedQueue<byte[]> queue = newQueue(8)) {
      for (int size = 0; size < 9_000; size += 13) {
        byte[] element = new byte[size];
        Arrays.fill(element, (byte) size);
        queue.put(element);
        queue.put(new byte[] {(byte) size});
        assertArrayEquals(element, queue.take());
        assertArrayEquals(new byte[] {(byte) size}, queue.take());
      }
    }
  }

  @Test
  default void aPutWaitsForRoomInBytes() throws Exception {
    try (SharedQueue<byte[]> queue = newQueue(1_000);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      byte[] quarter = new byte[900];
      while (queue.offer(quarter)) {}
      assertEquals(4, queue.size());
      Future<?> waiting =
          thread.submit(() -> {
            queue.put(quarter);
            return null;
          });
      assertArrayEquals(quarter, queue.take());
      waiting.get();
      assertEquals(4, queue.size());
    }
  }

  @Test
  default void aWaitingTakeGetsWhatIsPut() throws Exception {
    try (SharedQueue<String> queue = newQueue(1);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<String>> takers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        takers.add(threads.submit(queue::take));
      }
      for (int i = 0; i < 3; i++) {
        queue.put("element");
      }
      for (Future<String> taker : takers) {
        assertEquals("element", taker.get());
      }
    }
  }

  @Test
  default void anInterruptEndsAWait() throws Exception {
    try (SharedQueue<String> queue = newQueue(1)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, queue::take);
      assertFalse(Thread.interrupted());
      queue.put("full");
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<?> waiting =
            thread.submit(() -> assertThrows(InterruptedException.class, () -> queue.put("more")));
        thread.shutdownNow();
        waiting.get();
      }
      assertEquals(List.of("full"), drained(queue));
    }
  }

  @Test
  default void putAllWaitsForRoomAndKeepsTheOrder() throws Exception {
    List<Integer> all = IntStream.range(0, 10_000).boxed().toList();
    try (SharedQueue<Integer> queue = newQueue(100);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> producer =
          thread.submit(() -> {
            queue.putAll(all);
            return null;
          });
      List<Integer> taken = new ArrayList<>();
      while (taken.size() < all.size()) {
        taken.add(queue.take());
        queue.drainTo(taken, 30);
      }
      producer.get();
      assertEquals(all, taken);
    }
  }

  @Test
  default void drainToTakesNoMoreThanAsked() throws Exception {
    try (SharedQueue<Integer> queue = newQueue(10)) {
      queue.putAll(List.of(1, 2, 3, 4));
      List<Integer> taken = new ArrayList<>();
      assertEquals(0, queue.drainTo(taken, 0));
      assertEquals(3, queue.drainTo(taken, 3));
      assertEquals(1, queue.drainTo(taken));
      assertEquals(0, queue.drainTo(taken));
      assertEquals(List.of(1, 2, 3, 4), taken);
    }
  }

  @Test
  default void peekLeavesTheElement() throws Exception {
    try (SharedQueue<Object> queue = newQueue(10)) {
      queue.put("small");
      queue.put("l".repeat(5_000));
      assertEquals("small", queue.peek());
      assertEquals("small", queue.take());
      assertEquals("l".repeat(5_000), queue.peek());
      assertEquals("l".repeat(5_000), queue.take());
    }
  }

  @Test
  default void q3AfterShutdownPutFailsAndTakeDrains() throws Exception {
    try (SharedQueue<String> queue = newQueue(4)) {
      queue.putAll(List.of("a", "b"));
      assertFalse(queue.hasEnded());
      queue.shutdown();
      queue.shutdown();
      assertTrue(queue.hasEnded());
      String why = assertThrows(QueueEndedException.class, () -> queue.put("c")).getMessage();
      assertTrue(why.contains("shut down by pid=" + ProcessHandle.current().pid()), why);
      assertThrows(QueueEndedException.class, () -> queue.offer("c"));
      assertThrows(QueueEndedException.class, () -> queue.putAll(List.of("c")));
      assertEquals("a", queue.take());
      assertEquals("b", queue.poll(SHORT));
      assertThrows(QueueEndedException.class, queue::take);
      assertThrows(QueueEndedException.class, () -> queue.poll(SHORT));
      assertNull(queue.poll());
      assertEquals(0, queue.drainTo(new ArrayList<>()));
    }
  }

  @Test
  default void q3ShutdownEndsEveryWait() throws Exception {
    try (SharedQueue<String> empty = newQueue(1);
        SharedQueue<String> full = newQueue(1);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      full.put("full");
      List<Future<QueueEndedException>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(threads.submit(() -> assertThrows(QueueEndedException.class, empty::take)));
        waiting.add(
            threads.submit(() -> assertThrows(QueueEndedException.class, () -> full.put("more"))));
      }
      empty.shutdown();
      full.shutdown();
      for (Future<QueueEndedException> ended : waiting) {
        ended.get();
      }
      assertEquals("full", full.take());
    }
  }

  @Test
  default void q3OneTaskDoneTooManyFails() throws Exception {
    try (SharedQueue<String> queue = newQueue(4)) {
      assertThrows(IllegalStateException.class, queue::taskDone);
      queue.put("a");
      queue.put("b");
      assertThrows(IllegalStateException.class, queue::taskDone);
      queue.take();
      queue.taskDone();
      assertThrows(IllegalStateException.class, queue::taskDone);
    }
  }

  @Test
  default void q3JoinReturnsWhenAllIsDone() throws Exception {
    try (SharedQueue<Integer> queue = newQueue(10);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      queue.join();
      queue.putAll(List.of(1, 2, 3));
      assertFalse(queue.join(SHORT));
      Future<Integer> joiner =
          threads.submit(() -> {
            queue.join();
            return queue.size();
          });
      for (int i = 0; i < 3; i++) {
        assertFalse(joiner.isDone());
        queue.take();
        queue.taskDone();
      }
      assertEquals(0, joiner.get());
      assertTrue(queue.join(Duration.ZERO));
    }
  }

  @Test
  default void whoEndedWritingIsToldTheEndAndCannotPut() throws Exception {
    try (SharedQueue<String> queue = newQueue(4)) {
      queue.put("last");
      assertEquals(1, queue.writers());
      queue.endWriting();
      queue.endWriting();
      assertEquals(0, queue.writers());
      assertThrows(IllegalStateException.class, () -> queue.put("more"));
      assertEquals("last", queue.take());
      String why = assertThrows(QueueEndedException.class, queue::take).getMessage();
      assertTrue(why.contains("ended writing"), why);
    }
  }

  @RepeatedTest(20) // what a waiting thread meets depends on how far the close is
  default void aClosedQueueCannotBeUsed() throws Exception {
    SharedQueue<String> queue = newQueue(4);
    queue.put("lost");
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> waiting =
          thread.submit(() ->
              assertThrows(
                  IllegalStateException.class,
                  () -> {
                    while (true) {
                      queue.take();
                    }
                  }));
      queue.close();
      queue.close();
      waiting.get();
    }
    assertThrows(IllegalStateException.class, () -> queue.put("more"));
    assertThrows(IllegalStateException.class, queue::poll);
    assertThrows(IllegalStateException.class, queue::size);
  }

  @Test
  default void virtualThreadsDoNotHoldTheirCarriersWhileTheyWait() throws Exception {
    int pairs = 4 * Runtime.getRuntime().availableProcessors();
    try (SharedQueue<Integer> queue = newQueue(2);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> takers = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        takers.add(threads.submit(queue::take));
      }
      for (int i = 0; i < pairs; i++) {
        threads.submit(() -> {
          queue.put(1);
          return null;
        });
      }
      int sum = 0;
      for (Future<Integer> taker : takers) {
        sum += taker.get();
      }
      assertEquals(pairs, sum);
    }
  }

  @Test
  default void sizesThatCannotBeAreRefused() {
    for (int capacity : new int[] {-1, 0, SharedQueue.MAX_CAPACITY + 1}) {
      assertThrows(IllegalArgumentException.class, () -> newQueue(capacity, 4096));
    }
    for (long bytes : new long[] {0, 4095, SharedQueue.MAX_RING_BYTES + 1}) {
      assertThrows(IllegalArgumentException.class, () -> newQueue(1, bytes));
    }
  }

  private static <E> List<E> drained(SharedQueue<E> queue) {
    List<E> all = new ArrayList<>();
    queue.drainTo(all);
    return all;
  }

  /** Refuses to be pickled. */
  final class Unsendable implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
      throw new java.io.NotSerializableException("this one");
    }
  }
}
