package io.procpool.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Writing and reading one message, as a pool does between its second task of a kind and the last:
 * the definitions of classes have travelled before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PicklingBenchmark {

  /** The name of a {@link Payload}. */
  @Param private Payload payload = Payload.INTEGER;

  private final ClassTable table = new ClassTable();
  private final Pickler writer = Pickler.withTable(table);
  private final Pickler reader = Pickler.withTable(new ClassTable());
  private final ClassDefinitions known =
      new ClassDefinitions(requireNonNull(PicklingBenchmark.class.getClassLoader()));
  private final PickleBuffer buffer = new PickleBuffer();
  private final PickleBuffer message = new PickleBuffer();
  private Object value = 0;

  /** Writes the message once, tells the reader what is in it, and checks that it arrives. */
  @Setup
  public void write() throws Exception {
    value = payload.value();
    writer.pickle(value, message);
    known.add(table.definitions(0, table.size()));
    payload.check(requireNonNull(unpickle()));
  }

  /** Writes a message into a buffer that is large enough. */
  @Benchmark
  public int pickle() {
    buffer.clear();
    writer.pickle(value, buffer);
    return buffer.length();
  }

  /** Reads a message. */
  @Benchmark
  public @Nullable Object unpickle() {
    return reader.unpickle(new PickleSource(message), known);
  }
}
