package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.Supplier;

/** A class with a Kryo serializer of its own. */
final class Celsius {

  final double degrees;
  final Object note;
  boolean read;

  Celsius(double degrees, Object note) {
    this.degrees = degrees;
    this.note = note;
  }

  /** Found by ServiceLoader. */
  public static final class Provider implements KryoSerializers {
    @Override
    public Map<Class<?>, Supplier<? extends Serializer<?>>> serializers() {
      return Map.of(Celsius.class, CelsiusSerializer::new);
    }
  }

  static final class CelsiusSerializer extends Serializer<Celsius> {
    @Override
    public void write(Kryo kryo, Output output, Celsius celsius) {
      output.writeDouble(celsius.degrees);
      kryo.writeClassAndObject(output, celsius.note);
      kryo.writeObject(output, celsius.note);
      kryo.writeObjectOrNull(output, null, String.class);
    }

    @Override
    public Celsius read(Kryo kryo, Input input, Class<? extends Celsius> type) {
      double degrees = input.readDouble();
      Celsius celsius = new Celsius(degrees, kryo.readClassAndObject(input));
      celsius.read =
          kryo.readObject(input, String.class) == celsius.note
              && kryo.readObjectOrNull(input, String.class) == null;
      return celsius;
    }
  }
}
