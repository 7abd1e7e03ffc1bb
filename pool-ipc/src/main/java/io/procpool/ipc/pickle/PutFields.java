package io.procpool.ipc.pickle;

import java.io.IOException;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import org.jspecify.annotations.Nullable;

/** The values that a writeObject puts by name, written in the order of the class's fields. */
final class PutFields extends ObjectOutputStream.PutField {

  private final StreamClass level;
  private final @Nullable Object[] values;

  PutFields(StreamClass level) {
    this.level = level;
    this.values = new @Nullable Object[level.fields().length];
  }

  @Override
  public void put(String name, boolean value) {
    values[level.index(name, 'Z')] = value;
  }

  @Override
  public void put(String name, byte value) {
    values[level.index(name, 'B')] = value;
  }

  @Override
  public void put(String name, char value) {
    values[level.index(name, 'C')] = value;
  }

  @Override
  public void put(String name, short value) {
    values[level.index(name, 'S')] = value;
  }

  @Override
  public void put(String name, int value) {
    values[level.index(name, 'I')] = value;
  }

  @Override
  public void put(String name, long value) {
    values[level.index(name, 'J')] = value;
  }

  @Override
  public void put(String name, float value) {
    values[level.index(name, 'F')] = value;
  }

  @Override
  public void put(String name, double value) {
    values[level.index(name, 'D')] = value;
  }

  @Override
  public void put(String name, @Nullable Object value) {
    values[level.index(name, 'L')] = value;
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal") // abstract as long as it is there
  public void write(ObjectOutput out) throws IOException {
    throw new IOException("use ObjectOutputStream.writeFields");
  }

  /** Writes all fields; those that were not put have their default value. */
  void writeTo(PickleKryo kryo, PickleOutput output) {
    ObjectStreamField[] fields = level.fields();
    int i = 0;
    try {
      for (; i < fields.length; i++) {
        write(kryo, output, fields[i], values[i]);
      }
    } catch (Unsendable e) {
      throw e.within(ShortName.of(level.type()) + "." + fields[i].getName());
    }
  }

  private static void write(
      PickleKryo kryo, PickleOutput output, ObjectStreamField field, @Nullable Object value) {
    switch (field.getTypeCode()) {
      case 'Z' -> output.writeBoolean(value != null && (boolean) value);
      case 'B' -> output.writeByte(value == null ? 0 : (byte) value);
      case 'C' -> output.writeChar(value == null ? 0 : (char) value);
      case 'S' -> output.writeShort(value == null ? 0 : (short) value);
      case 'I' -> output.writeVarInt(value == null ? 0 : (int) value, false);
      case 'J' -> output.writeVarLong(value == null ? 0 : (long) value, false);
      case 'F' -> output.writeFloat(value == null ? 0 : (float) value);
      case 'D' -> output.writeDouble(value == null ? 0 : (double) value);
      default -> kryo.writePart(output, value, field.getType());
    }
  }
}
