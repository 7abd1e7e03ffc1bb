package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.jspecify.annotations.Nullable;

/** One Kryo with its streams. One thread at a time; of no more use once it has failed. */
final class Engine {

  private final TableClassResolver classes = new TableClassResolver();
  private final PickleKryo kryo = new PickleKryo(classes);
  private final Output output = new Output(16, PickleBuffer.MAX_BYTES);
  private final Input input = new Input();

  /** Appends the graph of {@code root}. */
  void write(@Nullable Object root, PickleBuffer to, ClassTable table, boolean shared) {
    kryo.allowShared(shared);
    classes.writeTo(table);
    output.setBuffer(to.bytes(), PickleBuffer.MAX_BYTES);
    output.setPosition(to.length());
    kryo.writeClassAndObject(output, root);
    to.adopt(output.getBuffer(), output.position());
  }

  /** Reads one graph and moves {@code from} behind it. */
  @Nullable Object read(PickleSource from, ClassDefinitions known) {
    classes.readBy(known);
    kryo.setClassLoader(known.loader());
    input.setBuffer(from.bytes(), from.position(), from.remaining());
    Object root = kryo.readClassAndObject(input);
    from.position(input.position());
    return root;
  }
}
