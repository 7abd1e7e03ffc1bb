package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

  private static final int THREADS = 8;

  @Test
  void onePicklerServesManyThreads() throws Exception {
    ClassTable table = new ClassTable();
    Pickler pickler = Pickler.withTable(table);
    List<Sample> samples = Matrix.samples();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<List<String>>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int offset = i * 37;
        results.add(
            threads.submit(() -> {
              start.await();
              return roundTrips(samples, offset, pickler, table);
            }));
      }
      start.countDown();
      for (Future<List<String>> result : results) {
        assertEquals(List.of(), result.get());
      }
    }
  }

  private static List<String> roundTrips(
      List<Sample> samples, int offset, Pickler pickler, ClassTable table) {
    ClassDefinitions known = new ClassDefinitions(ConcurrencyTest.class.getClassLoader());
    List<String> wrong = new ArrayList<>();
    int defined = 0;
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get((i + offset) % samples.size());
      PickleBuffer buffer = new PickleBuffer();
      pickler.pickle(sample.make().get(), buffer);
      int size = table.size();
      known.add(table.definitions(defined, size));
      defined = size;
      String message = Matrix.check(sample, pickler, new PickleSource(buffer), known);
      if (!message.isEmpty()) {
        wrong.add(message);
      }
      assertThrows(
          NotSendableException.class,
          () -> pickler.pickle(new Object[] {"x", Thread.currentThread()}, new PickleBuffer()));
    }
    return wrong;
  }

  @Test
  void manyMoreThreadsThanEnginesWork() throws Exception {
    Peers peers = new Peers();
    PickleBuffer message = peers.write(List.of(1, 2, 3));
    Object expected = peers.read(message);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> results = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        results.add(
            threads.submit(() -> peers.reader.unpickle(new PickleSource(message), peers.known)));
      }
      for (Future<Object> result : results) {
        assertEquals(expected, result.get());
      }
    }
  }
}
