package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Serializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the application's {@link KryoSerializers} give, found once. */
final class UserSerializers {

  private static final Map<Class<?>, Supplier<? extends Serializer<?>>> SERIALIZERS = find();

  private UserSerializers() {}

  static @Nullable ClassPlan plan(Class<?> type) {
    Supplier<? extends Serializer<?>> serializers = SERIALIZERS.get(type);
    if (serializers == null) {
      return null;
    }
    String serializer = serializers.get().getClass().getName();
    return new ClassPlan(
        new Definition(Definition.Kind.KRYO, type.getName(), List.of(serializer)), serializers);
  }

  /** By our own loader, as workers have no context loader of the application's. */
  private static Map<Class<?>, Supplier<? extends Serializer<?>>> find() {
    Map<Class<?>, Supplier<? extends Serializer<?>>> found = new HashMap<>();
    ServiceLoader.load(KryoSerializers.class, UserSerializers.class.getClassLoader())
        .forEach(provider -> found.putAll(provider.serializers()));
    return found;
  }
}
