package io.procpool.ipc.pickle;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** JDK types of which the implementations are private: known by what they implement. */
final class JdkExtras {

  private static final GraphSerializer<?> PATHS =
      new ValueSerializer<Path>(JdkExtras::writePath, JdkExtras::readPath);
  private static final GraphSerializer<?> CHARSETS =
      new ValueSerializer<Charset>(
          (out, charset) -> out.writeText(charset.name()), in -> Charset.forName(in.readText()));
  private static final GraphSerializer<?> BYTE_BUFFERS =
      new ValueSerializer<ByteBuffer>(JdkExtras::writeBuffer, JdkExtras::readBuffer);

  private JdkExtras() {}

  /** The type as which objects of a JDK class travel, if it is one of these. */
  static @Nullable Class<?> travelsAs(Class<?> type) {
    if (Path.class.isAssignableFrom(type)) {
      return Path.class;
    }
    if (Charset.class.isAssignableFrom(type)) {
      return Charset.class;
    }
    if (ByteBuffer.class.isAssignableFrom(type)) {
      return ByteBuffer.class;
    }
    if (LoggerSerializer.handles(type)) {
      return Marker.Logging.class;
    }
    return JdkLateValues.serializer(type) == null ? BufferSerializer.kind(type) : type;
  }

  static @Nullable GraphSerializer<?> serializer(Class<?> travelsAs) {
    if (travelsAs == Path.class) {
      return PATHS;
    }
    if (travelsAs == Charset.class) {
      return CHARSETS;
    }
    if (travelsAs == ByteBuffer.class) {
      return BYTE_BUFFERS;
    }
    GraphSerializer<?> buffers = BufferSerializer.of(travelsAs);
    return buffers == null ? JdkLateValues.serializer(travelsAs) : buffers;
  }

  /** As text in the default file system, so that relative ones stay so; else as URI. */
  private static void writePath(PickleOutput out, Path path) {
    boolean ordinary = path.getFileSystem() == FileSystems.getDefault();
    out.writeBoolean(ordinary);
    out.writeText(ordinary ? path.toString() : path.toUri().toString());
  }

  private static Path readPath(PickleInput in) {
    boolean ordinary = in.readBoolean();
    String text = in.readText();
    return ordinary ? Path.of(text) : Path.of(URI.create(text));
  }

  /** The whole content, with position, limit, byte order and kind; marks do not travel. */
  private static void writeBuffer(PickleOutput out, ByteBuffer buffer) {
    out.writeBoolean(buffer.isDirect());
    out.writeBoolean(buffer.isReadOnly());
    out.writeBoolean(buffer.order() == ByteOrder.BIG_ENDIAN);
    out.writeVarInt(buffer.position(), true);
    out.writeVarInt(buffer.limit(), true);
    byte[] content = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(content);
    out.writeVarInt(content.length, true);
    out.writeBytes(content);
  }

  private static ByteBuffer readBuffer(PickleInput in) {
    boolean direct = in.readBoolean();
    boolean readOnly = in.readBoolean();
    boolean bigEndian = in.readBoolean();
    int position = in.readVarInt(true);
    int limit = in.readVarInt(true);
    byte[] content = in.readBytes(in.readCount());
    ByteBuffer buffer = ByteBuffer.wrap(content);
    if (direct) {
      buffer = ByteBuffer.allocateDirect(content.length).put(content);
    }
    buffer.limit(limit).position(position);
    buffer = readOnly ? buffer.asReadOnlyBuffer() : buffer;
    return buffer.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }
}
