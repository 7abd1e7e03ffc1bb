package io.procpool.ipc.pickle;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A field of a user's class, private or final as it may be. */
final class FieldSlot {

  private final Field field;
  private final char typeCode;

  /**
   * Opens a field.
   *
   * @param type the class of the objects that it is needed for
   * @throws Unsendable if its module does not open its package
   */
  FieldSlot(Field field, Class<?> type) {
    this.field = Opening.open(field, type);
    this.typeCode = field.getType().descriptorString().charAt(0);
  }

  /** Its class and name, as in {@code Report.cache}. */
  String name() {
    return ShortName.of(field.getDeclaringClass()) + "." + field.getName();
  }

  /** What must be the same on both sides. */
  String describe(Class<?> within) {
    Class<?> declaring = field.getDeclaringClass();
    return (declaring == within ? "" : declaring.getName() + ".")
        + field.getName()
        + ":"
        + field.getType().getTypeName();
  }

  void write(PickleKryo kryo, PickleOutput output, Object owner) {
    try {
      switch (typeCode) {
        case 'Z' -> output.writeBoolean(field.getBoolean(owner));
        case 'B' -> output.writeByte(field.getByte(owner));
        case 'S' -> output.writeShort(field.getShort(owner));
        case 'C' -> output.writeChar(field.getChar(owner));
        case 'I' -> output.writeVarInt(field.getInt(owner), false);
        case 'J' -> output.writeVarLong(field.getLong(owner), false);
        case 'F' -> output.writeFloat(field.getFloat(owner));
        case 'D' -> output.writeDouble(field.getDouble(owner));
        default -> kryo.writePart(output, field.get(owner), field.getType());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be read: " + e, e);
    }
  }

  /** The value, boxed if need be. */
  @Nullable Object get(Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be read: " + e, e);
    }
  }

  void read(PickleKryo kryo, PickleInput input, Object owner) {
    try {
      switch (typeCode) {
        case 'Z' -> field.setBoolean(owner, input.readBoolean());
        case 'B' -> field.setByte(owner, input.readByte());
        case 'S' -> field.setShort(owner, input.readShort());
        case 'C' -> field.setChar(owner, input.readChar());
        case 'I' -> field.setInt(owner, input.readVarInt(false));
        case 'J' -> field.setLong(owner, input.readVarLong(false));
        case 'F' -> field.setFloat(owner, input.readFloat());
        case 'D' -> field.setDouble(owner, input.readDouble());
        default -> readObject(kryo, input, owner);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be set: " + e, e);
    }
  }

  /** Reads a value for a constructor's parameter. */
  @Nullable Object readBoxed(PickleKryo kryo, PickleInput input) {
    return switch (typeCode) {
      case 'Z' -> input.readBoolean();
      case 'B' -> input.readByte();
      case 'S' -> input.readShort();
      case 'C' -> input.readChar();
      case 'I' -> input.readVarInt(false);
      case 'J' -> input.readVarLong(false);
      case 'F' -> input.readFloat();
      case 'D' -> input.readDouble();
      default -> kryo.readClassAndObject(input);
    };
  }

  private void readObject(PickleKryo kryo, PickleInput input, Object owner)
      throws IllegalAccessException {
    Object value = kryo.readChild(input);
    int missing = value == null ? kryo.references().takeMissing() : -1;
    if (missing < 0) {
      field.set(owner, value);
    } else {
      kryo.references().whenRead(missing, read -> setLater(owner, read));
    }
  }

  /** Sets it once the value exists. */
  void setLater(Object owner, @Nullable Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be set: " + e, e);
    }
  }

  /** Puts the owner's value under the field's name. */
  void put(Object owner, ObjectOutputStream.PutField put) {
    try {
      String name = field.getName();
      switch (typeCode) {
        case 'Z' -> put.put(name, field.getBoolean(owner));
        case 'B' -> put.put(name, field.getByte(owner));
        case 'S' -> put.put(name, field.getShort(owner));
        case 'C' -> put.put(name, field.getChar(owner));
        case 'I' -> put.put(name, field.getInt(owner));
        case 'J' -> put.put(name, field.getLong(owner));
        case 'F' -> put.put(name, field.getFloat(owner));
        case 'D' -> put.put(name, field.getDouble(owner));
        default -> put.put(name, field.get(owner));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be read: " + e, e);
    }
  }

  /** Sets the value that was put under the field's name. */
  void get(Object owner, ObjectInputStream.GetField get)
      throws IOException, ClassNotFoundException {
    try {
      String name = field.getName();
      switch (typeCode) {
        case 'Z' -> field.setBoolean(owner, get.get(name, false));
        case 'B' -> field.setByte(owner, get.get(name, (byte) 0));
        case 'S' -> field.setShort(owner, get.get(name, (short) 0));
        case 'C' -> field.setChar(owner, get.get(name, (char) 0));
        case 'I' -> field.setInt(owner, get.get(name, 0));
        case 'J' -> field.setLong(owner, get.get(name, 0L));
        case 'F' -> field.setFloat(owner, get.get(name, 0F));
        case 'D' -> field.setDouble(owner, get.get(name, 0D));
        default -> field.set(owner, get.get(name, null));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be set: " + e, e);
    }
  }
}
