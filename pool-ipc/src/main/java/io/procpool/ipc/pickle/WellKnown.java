package io.procpool.ipc.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes that have a number in every process, so that no message need define them. The order
 * is part of the wire format.
 */
final class WellKnown {

  private static final List<Class<?>> CLASSES =
      Stream.of(
              Stream.of(
                  Marker.Replaced.class,
                  Marker.Reduced.class,
                  Marker.Shared.class,
                  Marker.Proxied.class,
                  Marker.Logging.class),
              JdkValues.classes(),
              JdkCollections.classes(),
              Stream.of(Class.class, Path.class, Charset.class, ByteBuffer.class),
              PrimitiveArraySerializer.classes(),
              Stream.of(Object[].class, String[].class, Integer[].class, Class[].class),
              Stream.of(StackTraceElement.class, StackTraceElement[].class, Object.class),
              Stream.of(SealedValue.class))
          .<Class<?>>flatMap(classes -> classes)
          .toList();

  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static final KnownType[] TYPES = new KnownType[CLASSES.size()];

  static {
    for (Class<?> type : CLASSES) {
      int index = NUMBERS.size();
      NUMBERS.put(type.getName(), index + 1);
      TYPES[index] = KnownType.here(type);
    }
  }

  /** How many there are; their numbers are 1 to this. */
  static final int COUNT = TYPES.length;

  private WellKnown() {}

  /** The number of what is defined, or 0. */
  static int number(Definition definition) {
    return switch (definition.kind()) {
      case LAMBDA, NAME -> 0;
      default -> NUMBERS.getOrDefault(definition.name(), 0);
    };
  }

  static KnownType type(int number) {
    return TYPES[number - 1];
  }
}
