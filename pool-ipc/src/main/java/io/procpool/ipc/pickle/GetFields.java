package io.procpool.ipc.pickle;

import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import org.jspecify.annotations.Nullable;

/** The values that a readObject gets by name. */
final class GetFields extends ObjectInputStream.GetField {

  private final StreamClass level;
  private final @Nullable Object[] values;

  private GetFields(StreamClass level, @Nullable Object[] values) {
    this.level = level;
    this.values = values;
  }

  /**
   * Reads all fields of one class.
   *
   * @param owner the object that all values are set in, so that missing ones can be filled in
   *     later; null if a readObject gets them, which must not see null for a missing one
   * @param stream the stream that the objects come from
   */
  static GetFields read(
      PickleKryo kryo,
      PickleInput input,
      StreamClass level,
      @Nullable Object owner,
      PickleObjectInput stream) {
    ObjectStreamField[] fields = level.fields();
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] =
          switch (fields[i].getTypeCode()) {
            case 'Z' -> input.readBoolean();
            case 'B' -> input.readByte();
            case 'C' -> input.readChar();
            case 'S' -> input.readShort();
            case 'I' -> input.readVarInt(false);
            case 'J' -> input.readVarLong(false);
            case 'F' -> input.readFloat();
            case 'D' -> input.readDouble();
            default ->
                owner == null
                    ? stream.nextField(false)
                    : readChild(kryo, stream, level, fields[i].getName(), owner);
          };
    }
    return new GetFields(level, values);
  }

  private static @Nullable Object readChild(
      PickleKryo kryo, PickleObjectInput stream, StreamClass level, String name, Object owner) {
    Object value = stream.nextField(true);
    int missing = value == null ? kryo.references().takeMissing() : -1;
    if (missing >= 0 && level.isUsersHook()) { // which looks at it next
      value = kryo.references().madeNow(missing);
    }
    if (missing >= 0 && value == null) {
      FieldSlot slot = level.slot(name);
      kryo.references().whenRead(missing, read -> slot.setLater(owner, read));
    }
    return value;
  }

  @Override
  public ObjectStreamClass getObjectStreamClass() {
    return level.description();
  }

  @Override
  public boolean defaulted(String name) {
    return false;
  }

  @Override
  public boolean get(String name, boolean fallback) {
    return value(name, 'Z') instanceof Boolean value ? value : fallback;
  }

  @Override
  public byte get(String name, byte fallback) {
    return value(name, 'B') instanceof Byte value ? value : fallback;
  }

  @Override
  public char get(String name, char fallback) {
    return value(name, 'C') instanceof Character value ? value : fallback;
  }

  @Override
  public short get(String name, short fallback) {
    return value(name, 'S') instanceof Short value ? value : fallback;
  }

  @Override
  public int get(String name, int fallback) {
    return value(name, 'I') instanceof Integer value ? value : fallback;
  }

  @Override
  public long get(String name, long fallback) {
    return value(name, 'J') instanceof Long value ? value : fallback;
  }

  @Override
  public float get(String name, float fallback) {
    return value(name, 'F') instanceof Float value ? value : fallback;
  }

  @Override
  public double get(String name, double fallback) {
    return value(name, 'D') instanceof Double value ? value : fallback;
  }

  @Override
  public @Nullable Object get(String name, @Nullable Object fallback) {
    return value(name, 'L');
  }

  private @Nullable Object value(String name, char typeCode) {
    return values[level.index(name, typeCode)];
  }
}
