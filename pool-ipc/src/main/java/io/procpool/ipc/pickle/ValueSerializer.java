package io.procpool.ipc.pickle;

/** Writes values that refer to no other object. */
final class ValueSerializer<T> extends GraphSerializer<T> {

  /** Writes the value's content. */
  interface Writer<T> {
    void write(PickleOutput output, T value);
  }

  /** Reads the value's content. */
  interface Reader<T> {
    T read(PickleInput input);
  }

  private final Writer<T> writer;
  private final Reader<T> reader;

  ValueSerializer(Writer<T> writer, Reader<T> reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, T value) {
    writer.write(output, value);
  }

  @Override
  T read(PickleKryo kryo, PickleInput input, Class<? extends T> type) {
    return reader.read(input);
  }
}
