package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
class DeepGraphTest {

  private final Peers peers = new Peers();

  static final class Node {
    Object next;
    int number;
  }

  private static Node chain(int length, Object end) {
    Node first = new Node();
    Node last = first;
    for (int i = 1; i < length; i++) {
      Node node = new Node();
      node.number = i;
      last.next = node;
      last = node;
    }
    last.next = end;
    return first;
  }

  @Test
  void linkedListOfAMillionNodesComesBack() {
    int length = 1_000_000;
    Node copy = peers.copy(chain(length, "end"));
    int count = 1;
    while (copy.next instanceof Node next) {
      assertEquals(count, next.number);
      copy = next;
      count++;
    }
    assertEquals(length, count);
    assertEquals("end", copy.next);
  }

  @Test
  void listsNestedAHundredThousandDeepComeBack() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      nested = new ArrayList<>(java.util.Arrays.asList(i, nested));
    }
    List<?> copy = peers.copy(nested);
    int depth = 0;
    while (copy.size() == 2) {
      copy = (List<?>) copy.get(1);
      depth++;
    }
    assertEquals(100_000, depth);
  }

  @Test
  void cycleThroughAThousandNodesCloses() {
    Node first = chain(1000, null);
    Node last = first;
    while (last.next instanceof Node next) {
      last = next;
    }
    last.next = first;
    Node copy = peers.copy(first);
    Node at = copy;
    for (int i = 0; i < 1000; i++) {
      at = (Node) at.next;
    }
    assertSame(copy, at);
  }

  /** Notes in which thread its hooks run. */
  static final class Spy implements Serializable {
    static volatile Thread writer;
    static volatile Thread reader;

    private void writeObject(ObjectOutputStream out) throws IOException {
      writer = Thread.currentThread();
    }

    private void readObject(ObjectInputStream in) throws IOException {
      reader = Thread.currentThread();
    }
  }

  @Test
  void ordinaryGraphsStayInTheCallersThread() {
    peers.copy(chain(100, new Spy()));
    assertSame(Thread.currentThread(), Spy.writer);
    assertSame(Thread.currentThread(), Spy.reader);
    peers.copy(chain(200, new Spy()));
    assertNotEquals(Thread.currentThread(), Spy.writer);
    assertNotEquals(Thread.currentThread(), Spy.reader);
  }

  @Test
  void refusalDeepDownNamesBothEndsOfThePath() {
    NotSendableException refused =
        assertThrows(
            NotSendableException.class, () -> peers.write(chain(10_000, new ReentrantLock())));
    assertTrue(refused.getMessage().startsWith("Node.next -> Node.next"), refused.getMessage());
    assertTrue(refused.getMessage().contains("... 9982 more ..."), refused.getMessage());
    assertEquals("x", peers.copy("x"));
  }

  @Test
  void deepGraphsTravelInSelfContainedMessagesToo() {
    Pickler pickler = Pickler.selfContained();
    PickleBuffer buffer = new PickleBuffer();
    pickler.pickle(chain(5000, "end"), buffer);
    Node copy = (Node) pickler.unpickle(new PickleSource(buffer), peers.known);
    assertEquals(0, copy.number);
  }

  @Test
  void interruptedCallerGetsItsResultAndKeepsTheInterrupt() {
    Thread.currentThread().interrupt();
    try {
      assertEquals(0, peers.<Node>copy(chain(5000, null)).number);
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  @Test
  void virtualThreadsMaySendDeepGraphs() throws Exception {
    List<Object> results = new ArrayList<>();
    Thread thread = Thread.ofVirtual().start(() -> results.add(peers.copy(chain(5000, null))));
    thread.join();
    assertEquals(1, results.size());
  }
}
