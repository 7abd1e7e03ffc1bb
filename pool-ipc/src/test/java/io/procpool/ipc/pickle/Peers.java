package io.procpool.ipc.pickle;

import org.jspecify.annotations.Nullable;

/** A writer and a reader that have only bytes in common. */
final class Peers {

  final ClassTable table = new ClassTable();
  final ClassDefinitions known;
  final Pickler writer;
  final Pickler reader;
  private int defined;

  Peers() {
    this(Peers.class.getClassLoader());
  }

  /** The reader finds classes by this loader. */
  Peers(ClassLoader loader) {
    known = new ClassDefinitions(loader);
    writer = Pickler.withTable(table);
    reader = Pickler.withTable(new ClassTable());
  }

  PickleBuffer write(@Nullable Object value) {
    PickleBuffer buffer = new PickleBuffer();
    writer.pickle(value, buffer);
    return buffer;
  }

  PickleBuffer writeThrowable(Throwable thrown) {
    PickleBuffer buffer = new PickleBuffer();
    writer.pickleThrowable(thrown, buffer);
    return buffer;
  }

  @SuppressWarnings("unchecked")
  <T> T read(PickleBuffer message) {
    define();
    return (T) reader.unpickle(new PickleSource(message), known);
  }

  Throwable readThrowable(PickleBuffer message) {
    define();
    return reader.unpickleThrowable(new PickleSource(message), known);
  }

  <T> T copy(@Nullable Object value) {
    return read(write(value));
  }

  private void define() {
    int size = table.size();
    known.add(table.definitions(defined, size));
    defined = size;
  }
}
