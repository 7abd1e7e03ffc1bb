package io.procpool.worker;

import static java.util.Objects.requireNonNull;

import io.procpool.TaskFunction;
import io.procpool.ipc.memory.Spin;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.util.List;

/**
 * What a spare worker does while it waits to be needed, so that its first task need not: it opens
 * the files of the class path, and reads, runs and answers tasks of its own, which initializes
 * classes and makes the JVM's forms for lambdas. Nothing of it is sent or claimed, and no task of
 * the user runs. Beside all other threads, once.
 */
final class Rehearsal implements Runnable {

  /** What is slow is slow once; 20 rounds cost twice the CPU time and gain nothing. */
  private static final int ROUNDS = 5;

  private final ClassLoader loader = ApplicationLoader.own();
  private final Pickler reader;

  /**
   * Of a worker.
   *
   * @param reader what it reads tasks with
   */
  Rehearsal(Pickler reader) {
    this.reader = reader;
  }

  @Override
  public void run() {
    try {
      Object _ = loader.getResource("io/procpool/worker/no-such-file"); // looks into every jar
      boolean _ = new Spin().goOn(); // reads how many CPUs there are
      for (int i = 0; i < ROUNDS; i++) {
        int captured = i;
        rehearse(number -> List.of(number + captured), i);
      }
    } catch (RuntimeException e) {
      // A class loader or serializer of the user's: the first task meets it too, and reports it.
    }
  }

  @SuppressWarnings("unchecked")
  private void rehearse(TaskFunction<Integer, Object> task, int argument) {
    ClassTable table = new ClassTable(); // not the worker's, whose definitions are sent
    Pickler writer = Pickler.withTable(table);
    ClassDefinitions known = new ClassDefinitions(loader);
    PickleBuffer message = new PickleBuffer(512);
    writer.pickle(task, message);
    known.add(table.definitions(0, table.size()));
    PickleSource source = new PickleSource(message.bytes(), 0, message.length(), List.of());
    Object arrived = requireNonNull(reader.unpickle(source, known));
    message.clear();
    try {
      writer.pickle(((TaskFunction<Integer, Object>) arrived).apply(argument), message);
    } catch (Exception e) {
      throw new IllegalStateException("a rehearsed task throws nothing", e);
    }
  }
}
