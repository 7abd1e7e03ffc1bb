package io.procpool.benchmarks.micro;

import io.procpool.SharedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The ring of a shared queue without anybody to wait for: pickling, two copies, unpickling. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {

  private static final int MESSAGE_BYTES = 480;

  private final SharedQueue<byte[]> queue = SharedQueue.create(1000);
  private final byte[] message = new byte[MESSAGE_BYTES];

  /** One element in and out again. */
  @Benchmark
  public byte[] putAndTake() throws InterruptedException {
    queue.put(message);
    return queue.take();
  }

  /** Frees the queue's memory. */
  @TearDown
  public void close() {
    queue.close();
  }
}
