package io.procpool.ipc.pickle;

import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The JDK's loggers by name: the reader's own logger of that name takes the place. */
final class LoggerSerializer extends GraphSerializer<Object> {

  static final LoggerSerializer INSTANCE = new LoggerSerializer();

  private LoggerSerializer() {}

  static boolean handles(Class<?> type) {
    return System.Logger.class.isAssignableFrom(type) || Logger.class.isAssignableFrom(type);
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object logger) {
    boolean platform = logger instanceof System.Logger;
    @Nullable String name =
        platform ? ((System.Logger) logger).getName() : ((Logger) logger).getName();
    if (name == null) {
      throw Unsendable.refused(logger.getClass(), "it is anonymous: give the logger a name");
    }
    output.writeBoolean(platform);
    output.writeText(name);
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    boolean platform = input.readBoolean();
    String name = input.readText();
    return platform ? System.getLogger(name) : Logger.getLogger(name);
  }
}
