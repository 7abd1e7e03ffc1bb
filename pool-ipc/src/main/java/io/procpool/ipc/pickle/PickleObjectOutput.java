package io.procpool.ipc.pickle;

import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/** The stream that one writeObject or writeExternal sees: it writes into the graph at hand. */
final class PickleObjectOutput extends ObjectOutputStream {

  private final PickleKryo kryo;
  private final PickleOutput output;
  private final @Nullable StreamClass level;
  private final Object object;
  private @Nullable PutFields put;

  /**
   * A stream for one class's part of an object.
   *
   * @param level null for Externalizable ones, which have no default fields
   */
  PickleObjectOutput(
      PickleKryo kryo, PickleOutput output, @Nullable StreamClass level, Object object)
      throws IOException {
    this.kryo = kryo;
    this.output = output;
    this.level = level;
    this.object = object;
  }

  @Override
  protected void writeObjectOverride(@Nullable Object child) {
    kryo.writeClassAndObject(output, child);
  }

  /** Sharing is kept: nothing of the JDK depends on an unshared copy. */
  @Override
  public void writeUnshared(@Nullable Object child) {
    kryo.writeClassAndObject(output, child);
  }

  @Override
  public void defaultWriteObject() throws IOException {
    activeLevel().writeDefault(object, this);
  }

  @Override
  public PutField putFields() throws IOException {
    if (put == null) {
      put = new PutFields(activeLevel());
    }
    return put;
  }

  @Override
  public void writeFields() throws IOException {
    if (put == null) {
      throw new NotActiveException("writeFields without putFields");
    }
    put.writeTo(kryo, output);
    put = null;
  }

  private StreamClass activeLevel() throws NotActiveException {
    if (level == null) {
      throw new NotActiveException("an Externalizable class has no default fields");
    }
    return level;
  }

  @Override
  public void write(int value) {
    output.writeByte(value);
  }

  @Override
  public void write(byte[] bytes) {
    output.writeBytes(bytes);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    output.writeBytes(bytes, offset, length);
  }

  @Override
  public void writeBoolean(boolean value) {
    output.writeBoolean(value);
  }

  @Override
  public void writeByte(int value) {
    output.writeByte(value);
  }

  @Override
  public void writeShort(int value) {
    output.writeShort(value);
  }

  @Override
  public void writeChar(int value) {
    output.writeChar((char) value);
  }

  @Override
  public void writeInt(int value) {
    output.writeInt(value);
  }

  @Override
  public void writeLong(long value) {
    output.writeLong(value);
  }

  @Override
  public void writeFloat(float value) {
    output.writeFloat(value);
  }

  @Override
  public void writeDouble(double value) {
    output.writeDouble(value);
  }

  @Override
  public void writeBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      output.writeByte(text.charAt(i));
    }
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      output.writeChar(text.charAt(i));
    }
  }

  @Override
  public void writeUTF(String text) {
    output.writeText(text);
  }

  @Override
  public void useProtocolVersion(int version) {
    // There is one.
  }

  @Override
  public void reset() throws IOException {
    throw new IOException("stream active");
  }

  @Override
  public void flush() {
    // All is in the message's buffer.
  }

  @Override
  protected void drain() {
    // All is in the message's buffer.
  }

  @Override
  public void close() {
    // The message's buffer is not this stream's.
  }
}
