package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** Writes an object and all it refers to as one block of a java.io stream. */
final class JavaStreamSerializer extends Serializer<Object> {

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(block)) {
      stream.writeObject(object);
    } catch (IOException e) {
      throw new KryoException(e.toString(), e);
    }
    output.writeVarInt(block.size(), true);
    output.writeBytes(block.toByteArray());
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    ClassLoader loader = kryo.getClassLoader();
    ByteArrayInputStream block = new ByteArrayInputStream(input.readBytes(input.readVarInt(true)));
    try (ObjectInputStream stream =
        new ObjectInputStream(block) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass desc)
              throws IOException, ClassNotFoundException {
            return Class.forName(desc.getName(), false, loader);
          }
        }) {
      return stream.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new KryoException(e.toString(), e);
    }
  }
}
