package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.jspecify.annotations.Nullable;

/** Reads the captured values of one call site's lambdas and makes the lambdas. */
final class LambdaReader extends Serializer<Object> {

  private final LambdaShape shape;

  LambdaReader(LambdaShape shape) {
    this.shape = shape;
  }

  @Override
  public void write(Kryo kryo, Output output, Object lambda) {
    throw new UnsupportedOperationException("lambdas are written by their class");
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    @Nullable Object[] captured = new @Nullable Object[input.readVarInt(true)];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(input);
    }
    return shape.link(captured);
  }
}
