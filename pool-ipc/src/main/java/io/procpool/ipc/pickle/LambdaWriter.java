package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;

/** Writes the captured values of one call site's lambdas. */
final class LambdaWriter extends Serializer<Object> {

  private final MethodHandle writeReplace;

  LambdaWriter(MethodHandle writeReplace) {
    this.writeReplace = writeReplace;
  }

  static SerializedLambda describe(MethodHandle writeReplace, Object lambda) {
    try {
      return (SerializedLambda) (Object) writeReplace.invokeExact(lambda);
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda does not describe itself: " + e, e);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, Object lambda) {
    SerializedLambda described = describe(writeReplace, lambda);
    int count = described.getCapturedArgCount();
    output.writeVarInt(count, true);
    for (int i = 0; i < count; i++) {
      kryo.writeClassAndObject(output, described.getCapturedArg(i));
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    throw new UnsupportedOperationException("lambdas are read by their shape");
  }
}
