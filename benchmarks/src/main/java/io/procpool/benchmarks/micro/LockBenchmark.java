package io.procpool.benchmarks.micro;

import io.procpool.SharedLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Locking and unlocking what nobody else wants: between processes, and within one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LockBenchmark {

  private final SharedLock shared = SharedLock.create();
  private final ReentrantLock local = new ReentrantLock();
  private long pairs;

  /** A lock between processes. */
  @Benchmark
  public long sharedLock() {
    shared.lock();
    try {
      return ++pairs;
    } finally {
      shared.unlock();
    }
  }

  /** The JDK's lock, for comparison. */
  @Benchmark
  public long reentrantLock() {
    local.lock();
    try {
      return ++pairs;
    } finally {
      local.unlock();
    }
  }

  /** Frees the lock's memory. */
  @TearDown
  public void close() {
    shared.close();
  }
}
