package io.procpool.ipc.pickle;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The values that are written without Kryo: most of what maps over numbers and text send. */
final class PlainValues {

  /** Longer ones go the way of all objects, where they may leave the message. */
  private static final int MAX_BYTES = 16 * 1024;

  private PlainValues() {}

  /** Writes tag and value, or nothing and returns false. */
  static boolean write(@Nullable Object value, PickleBuffer to) {
    // Not a switch: its first use would spin classes while a worker starts.
    if (value instanceof Integer number) {
      to.writeByte(Tag.INT);
      to.writeVarInt(number << 1 ^ number >> 31);
    } else if (value instanceof String text) {
      return writeLatin1(text, to);
    } else if (value == null) {
      to.writeByte(Tag.NULL);
    } else if (value instanceof Long number) {
      to.writeByte(Tag.LONG);
      to.writeVarLong(number << 1 ^ number >> 63);
    } else if (value instanceof Double number) {
      to.writeByte(Tag.DOUBLE);
      to.writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Boolean truth) {
      to.writeByte(truth ? Tag.TRUE : Tag.FALSE);
    } else if (value instanceof byte[] bytes && bytes.length <= MAX_BYTES) {
      to.writeByte(Tag.BYTES);
      to.writeVarInt(bytes.length);
      to.writeBytes(bytes, 0, bytes.length);
    } else {
      return false;
    }
    return true;
  }

  private static boolean writeLatin1(String text, PickleBuffer to) {
    int length = text.length();
    if (length > MAX_BYTES) {
      return false;
    }
    int before = to.length();
    to.writeByte(Tag.LATIN1);
    to.writeVarInt(length);
    to.grow(length);
    if (Text.copyLatin1(text, to.bytes(), to.length())) {
      to.claim(length);
      return true;
    }
    to.truncate(before, to.arrays().size());
    return false;
  }

  /** Reads the value of a tag below {@link Tag#GRAPH}. */
  static @Nullable Object read(byte tag, PickleSource from) {
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.INT -> {
        int zigzag = from.readVarInt();
        yield zigzag >>> 1 ^ -(zigzag & 1);
      }
      case Tag.LONG -> {
        long zigzag = from.readVarLong();
        yield zigzag >>> 1 ^ -(zigzag & 1);
      }
      case Tag.DOUBLE -> Double.longBitsToDouble(from.readLong());
      case Tag.LATIN1 -> {
        int length = from.readVarInt();
        int start = from.advance(length);
        yield new String(from.bytes(), start, length, StandardCharsets.ISO_8859_1);
      }
      case Tag.BYTES -> from.readBytes(from.readVarInt());
      default -> throw new IllegalArgumentException("no kind of message: " + tag);
    };
  }
}
