package io.procpool.ipc.queue;

import static java.util.Objects.requireNonNull;

import io.procpool.NotSendableException;
import io.procpool.SharedResourceException;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Elements to records and back. Any thread may call; users' code runs in the calling thread. */
final class Elements {

  /** Reads and writes for all queues of this process. */
  private static final Pickler PICKLER = Pickler.selfContained();

  private final ElementFiles files;
  private final Ring ring;
  private final ClassDefinitions classes;

  /** Reads classes by that loader, then as the code that takes does. */
  Elements(ElementFiles files, Ring ring, ClassLoader loader) {
    this.files = files;
    this.ring = ring;
    this.classes = new ClassDefinitions(loader);
  }

  /**
   * Pickles an element and adds its record.
   *
   * @throws NotSendableException if it cannot be pickled; nothing was added
   * @throws SharedResourceException if it needs a file of its own and that cannot be made
   */
  void write(Object element, Outgoing to) {
    requireNonNull(element, "element");
    PickleBuffer buffer = to.buffer();
    int start = buffer.length();
    PICKLER.pickle(element, buffer);
    int length = buffer.length() - start;
    if (length <= ring.maxRecordBytes() && buffer.arrays().isEmpty()) {
      to.add(RecordLayout.PICKLED);
    } else {
      writeFile(to, start, length);
    }
  }

  /**
   * Reads the element of the one record taken, and removes its file if it has one.
   *
   * @throws NotSendableException if it cannot be read
   * @throws SharedResourceException if its file is gone
   */
  Object readOne(Incoming from) {
    return read(from, from.records().getFirst(), true);
  }

  /** As {@link #readOne}, but the record stays in the queue. */
  Object peekOne(Incoming from) {
    return read(from, from.records().getFirst(), false);
  }

  /** Reads all elements; what cannot be read is thrown when all others were added. */
  void readAll(Incoming from, Consumer<Object> to) {
    RuntimeException failure = null;
    for (Incoming.Taken taken : from.records()) {
      Object element = null;
      try {
        element = read(from, taken, true);
      } catch (NotSendableException | SharedResourceException e) {
        failure = failure == null ? e : suppressing(failure, e);
      }
      if (element != null) {
        to.accept(element);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Removes the files of records that were not put. */
  void discard(Outgoing rest) {
    for (; rest.hasNext(); rest.advance()) {
      if (rest.kind() == RecordLayout.IN_FILE) {
        files.delete(ElementFile.name(rest.bytes(), rest.start(), rest.length()));
      }
    }
  }

  private void writeFile(Outgoing to, int start, int length) {
    files.sweep(ring::filesNamed);
    PickleBuffer buffer = to.buffer();
    byte[] name;
    try {
      name = files.make(buffer.bytes(), start, length, buffer.arrays());
    } finally {
      buffer.truncate(start, 0);
    }
    buffer.writeBytes(name, 0, name.length);
    to.add(RecordLayout.IN_FILE);
  }

  private Object read(Incoming from, Incoming.Taken taken, boolean delete) {
    ElementFile file = taken.file();
    if (file == null) {
      return unpickle(new PickleSource(from.bytes(), taken.start(), taken.length(), List.of()));
    }
    try (file) {
      PickleSource source = ElementFileLayout.read(file.stream());
      if (delete) {
        file.delete();
      }
      return unpickle(source);
    } catch (IOException e) {
      throw new SharedResourceException(
          "an element's file cannot be read or removed: path=" + file.path(), e);
    }
  }

  private Object unpickle(PickleSource source) {
    return requireNonNull(PICKLER.unpickle(source, classes), "an element");
  }

  private static RuntimeException suppressing(RuntimeException first, RuntimeException next) {
    first.addSuppressed(next);
    return first;
  }
}
