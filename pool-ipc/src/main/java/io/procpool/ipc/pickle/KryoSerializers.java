package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Serializer;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An application's own Kryo serializers; found by {@link java.util.ServiceLoader}, so that every
 * process that has them on its class path uses the same.
 */
public interface KryoSerializers {

  /**
   * A maker of serializers for each class, for objects of exactly that class. Each Kryo makes its
   * own, so a serializer is used by one thread at a time. It reads and writes children by {@code
   * writeClassAndObject} and {@code readClassAndObject}.
   */
  Map<Class<?>, Supplier<? extends Serializer<?>>> serializers();
}
