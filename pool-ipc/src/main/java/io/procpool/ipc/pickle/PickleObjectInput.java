package io.procpool.ipc.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import org.jspecify.annotations.Nullable;

/** The stream that one readObject or readExternal sees: it ends where its writer's did. */
final class PickleObjectInput extends ObjectInputStream {

  /** Arrays may be larger than what is to fill them by the load factor of a hash table. */
  private static final int ARRAY_ELEMENTS_PER_BYTE = 16;

  private final PickleKryo kryo;
  private final PickleInput input;
  private final @Nullable StreamClass level;
  private final Object object;
  private final int end;
  private final @Nullable HookRecord record;
  private final int mark;
  private boolean readingDefaults;

  /**
   * A stream for one class's part of an object.
   *
   * @param level null for Externalizable ones, which have no default fields
   * @param end where the data of the object's own code ends
   * @param record keeps what is given, and gives it again; null if it need not be
   */
  PickleObjectInput(
      PickleKryo kryo,
      PickleInput input,
      @Nullable StreamClass level,
      Object object,
      int end,
      @Nullable HookRecord record)
      throws IOException {
    this.kryo = kryo;
    this.input = input;
    this.level = level;
    this.object = object;
    this.end = end;
    this.record = record;
    this.mark = kryo.late().mark();
    setObjectInputFilter(this::allowArray);
  }

  /** Where the data of the object's own code ends. */
  int end() {
    return end;
  }

  /** The JDK's collections ask before they allocate by a number they read. */
  private ObjectInputFilter.Status allowArray(ObjectInputFilter.FilterInfo info) {
    long most = 64 + (long) ARRAY_ELEMENTS_PER_BYTE * input.left();
    if (info.arrayLength() > most) {
      return ObjectInputFilter.Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type != null) {
      kryo.check(type, info.arrayLength(), input);
    }
    return ObjectInputFilter.Status.ALLOWED;
  }

  @Override
  protected @Nullable Object readObjectOverride() throws IOException {
    if (input.position() >= end) {
      throw SerialAccess.endOfOptionalData();
    }
    Object child = record == null ? kryo.readClassAndObject(input) : record.next(kryo, input);
    fillForUser();
    return child;
  }

  /** The next object of the default fields. */
  @Nullable Object nextField(boolean fillable) {
    if (record != null) {
      return record.nextField(kryo, input, fillable);
    }
    return fillable ? kryo.readChild(input) : kryo.readClassAndObject(input);
  }

  /** The user's own code may look at the collections that it gets. */
  private void fillForUser() {
    if (kryo.late().since(mark) && (level == null || level.isUsersHook())) {
      kryo.late().tryToFill(mark);
    }
  }

  @Override
  public @Nullable Object readUnshared() throws IOException {
    return readObjectOverride();
  }

  @Override
  public void defaultReadObject() throws IOException {
    readingDefaults = true;
    activeLevel().readDefault(object, this);
    readingDefaults = false;
    fillForUser();
  }

  @Override
  public GetField readFields() throws IOException {
    GetFields fields =
        GetFields.read(kryo, input, activeLevel(), readingDefaults ? object : null, this);
    if (!readingDefaults) {
      fillForUser();
    }
    return fields;
  }

  private StreamClass activeLevel() throws NotActiveException {
    if (level == null) {
      throw new NotActiveException("an Externalizable class has no default fields");
    }
    return level;
  }

  @Override
  public void registerValidation(@Nullable ObjectInputValidation validation, int priority)
      throws java.io.InvalidObjectException {
    if (validation == null) {
      throw new java.io.InvalidObjectException("null callback");
    }
    kryo.validations().add(validation, priority);
  }

  @Override
  public int read() {
    return input.position() < end ? input.readByteUnsigned() : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int count = Math.min(length, end - input.position());
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    input.readBytes(bytes, offset, count);
    return count;
  }

  @Override
  public int available() {
    return Math.max(0, end - input.position());
  }

  @Override
  public void close() {
    // The message's buffer is not this stream's.
  }

  @Override
  public boolean readBoolean() throws IOException {
    return need(1).readBoolean();
  }

  @Override
  public byte readByte() throws IOException {
    return need(1).readByte();
  }

  @Override
  public int readUnsignedByte() throws IOException {
    return need(1).readByteUnsigned();
  }

  @Override
  public char readChar() throws IOException {
    return need(Character.BYTES).readChar();
  }

  @Override
  public short readShort() throws IOException {
    return need(Short.BYTES).readShort();
  }

  @Override
  public int readUnsignedShort() throws IOException {
    return need(Short.BYTES).readShortUnsigned();
  }

  @Override
  public int readInt() throws IOException {
    return need(Integer.BYTES).readInt();
  }

  @Override
  public long readLong() throws IOException {
    return need(Long.BYTES).readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return need(Float.BYTES).readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return need(Double.BYTES).readDouble();
  }

  @Override
  public void readFully(byte[] bytes) throws IOException {
    readFully(bytes, 0, bytes.length);
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    need(length).readBytes(bytes, offset, length);
  }

  @Override
  public int skipBytes(int count) {
    int skipped = Math.clamp(count, 0, available());
    input.setPosition(input.position() + skipped);
    return skipped;
  }

  @Override
  @Deprecated
  public String readLine() throws IOException {
    throw new IOException("readLine is not supported: it is deprecated, use readUTF");
  }

  @Override
  public String readUTF() throws IOException {
    return need(1).readText();
  }

  private PickleInput need(int bytes) throws EOFException {
    if (bytes > end - input.position()) {
      throw new EOFException();
    }
    return input;
  }
}
