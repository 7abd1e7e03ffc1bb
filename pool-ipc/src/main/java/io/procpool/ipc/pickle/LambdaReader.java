package io.procpool.ipc.pickle;

import org.jspecify.annotations.Nullable;

/** Reads the captured values of one call site's lambdas and makes the lambdas. */
final class LambdaReader extends GraphSerializer<Object> {

  private final LambdaShape shape;

  LambdaReader(LambdaShape shape) {
    this.shape = shape;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object lambda) {
    throw new IllegalStateException("only reads");
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    @Nullable Object[] captured = new @Nullable Object[input.readCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(input);
    }
    return shape.make(captured, !kryo.isFiltered());
  }
}
