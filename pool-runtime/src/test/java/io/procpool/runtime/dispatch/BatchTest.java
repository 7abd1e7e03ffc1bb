package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static Batch pending(int chunkSize, long... borders) {
    Batch batch = batch(chunkSize, 0);
    for (int i = 0; i < borders.length; i += 2) {
      batch.append(new Range(borders[i], borders[i + 1]));
    }
    return batch;
  }

  @Test
  void takesInOrder() {
    Batch batch = pending(0, 0, 5);
    assertEquals(new Range(0, 3), batch.take(3));
    assertEquals(new Range(3, 5), batch.take(3));
    assertEquals(0, batch.pendingItems());
  }

  @Test
  void takesAllThatIsTogetherWithoutALimit() {
    Batch batch = pending(0, 3, 9);
    assertEquals(new Range(3, 9), batch.take(Long.MAX_VALUE));
  }

  @Test
  void itemsPutBackJoinTheirNeighbours() {
    Batch batch = pending(0, 0, 10);
    Range taken = batch.take(4);
    batch.putBack(new Range(2, 4));
    batch.putBack(new Range(0, 2));
    assertEquals(new Range(0, 10), batch.take(100));
    assertEquals(new Range(0, 4), taken);
  }

  @Test
  void isExhaustedWhileNothingWaitsAndWorkersHaveNothing() {
    Batch batch = batch(0, 0);
    assertTrue(batch.isExhausted());
    batch.append(new Range(0, 10));
    assertFalse(batch.isExhausted());
    batch.handedOut(batch.take(10).size());
    assertFalse(batch.isExhausted());
    batch.handedOut(-4); // reported
    batch.handedOut(-6); // withdrawn
    batch.putBack(new Range(4, 10));
    assertFalse(batch.isExhausted());
    batch.dropFrom(4);
    assertTrue(batch.isExhausted());
  }

  @Test
  void droppingKeepsTheOrderOfTheRest() {
    Batch batch = pending(0, 0, 10);
    batch.take(5);
    batch.putBack(new Range(3, 4));
    batch.putBack(new Range(0, 1));
    assertEquals(List.of(new Range(6, 10)), batch.dropFrom(6));
    assertEquals(List.of(new Range(3, 4), new Range(5, 6)), batch.dropFrom(2));
    assertEquals(1, batch.pendingItems());
    assertEquals(new Range(0, 1), batch.take(10));
  }

  @Test
  void expectedItemsCountAsRemaining() {
    Batch batch = batch(0, 100);
    batch.append(batch.grow(10));
    assertEquals(100, batch.remainingItems());
    batch.take(4);
    assertEquals(96, batch.remainingItems());
  }

  @Test
  void moreItemsThanExpectedCountToo() {
    Batch batch = batch(0, 5);
    batch.append(batch.grow(10));
    assertEquals(10, batch.remainingItems());
  }

  @Test
  void earliestCancelHolds() {
    Batch batch = batch(0, 0);
    batch.cancelFrom(5, false);
    batch.cancelFrom(7, true);
    assertEquals(new Range(2, 5), batch.wanted(new Range(2, 9)));
    assertEquals(new Range(6, 6), batch.wanted(new Range(6, 9)));
    assertEquals(true, batch.isStopped(7));
    assertEquals(false, batch.isStopped(6));
  }
}
