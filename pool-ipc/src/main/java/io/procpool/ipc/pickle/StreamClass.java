package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One class of a Serializable hierarchy: what the java.io protocol knows of it. Its hooks see only
 * this class's part of an object.
 */
final class StreamClass {

  private final Class<?> type;
  private final ObjectStreamClass description;
  private final ObjectStreamField[] fields;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final @Nullable MethodHandle writeObject;
  private final @Nullable MethodHandle readObject;
  private final @Nullable MethodHandle defaultWrite;
  private final @Nullable MethodHandle defaultRead;
  private final HookRecord.@Nullable Kind records;

  private StreamClass(Class<?> type) {
    this.type = type;
    this.description = requireNonNull(ObjectStreamClass.lookup(type));
    this.fields = description.getFields();
    for (int i = 0; i < fields.length; i++) {
      indexes.put(fields[i].getName(), i);
    }
    this.writeObject = SerialAccess.writeObject(type);
    this.readObject = SerialAccess.readObject(type);
    this.defaultWrite = SerialAccess.defaultWrite(type);
    this.defaultRead = SerialAccess.defaultRead(type);
    this.records = readObject == null ? null : HookRecord.kind(type);
  }

  /**
   * Whether a Serializable class or a superclass has a say in how its objects are written: by a
   * method of its own, or a list of fields.
   */
  static boolean hasHooks(Class<?> type) {
    if (SerialAccess.readResolve(type) != null) {
      return true;
    }
    for (Class<?> level = type;
        level != null && Serializable.class.isAssignableFrom(level);
        level = level.getSuperclass()) {
      if (SerialAccess.writeObject(level) != null
          || SerialAccess.readObject(level) != null
          || listsFields(level)) {
        return true;
      }
    }
    return false;
  }

  private static boolean listsFields(Class<?> type) {
    try {
      return Modifier.isStatic(type.getDeclaredField("serialPersistentFields").getModifiers());
    } catch (NoSuchFieldException none) {
      return false;
    }
  }

  /**
   * Whether a Serializable class has a superclass, other than Object, that is not: that one's
   * constructor runs and its fields do not travel, as in java.io.
   */
  static boolean extendsOther(Class<?> type) {
    Class<?> level = type;
    while (level != null && Serializable.class.isAssignableFrom(level)) {
      level = level.getSuperclass();
    }
    return level != null && level != Object.class;
  }

  /** The Serializable classes of a hierarchy, the topmost first. */
  static List<StreamClass> levels(Class<?> type) {
    List<StreamClass> levels = new ArrayList<>();
    for (Class<?> level = type;
        level != null && Serializable.class.isAssignableFrom(level);
        level = level.getSuperclass()) {
      levels.addFirst(new StreamClass(level));
    }
    return levels;
  }

  Class<?> type() {
    return type;
  }

  ObjectStreamClass description() {
    return description;
  }

  ObjectStreamField[] fields() {
    return fields;
  }

  /**
   * The index of a field.
   *
   * @throws IllegalArgumentException if it has none of this name and type code
   */
  int index(String name, char typeCode) {
    Integer index = indexes.get(name);
    if (index != null) {
      char found = fields[index].getTypeCode();
      if (found == typeCode || (typeCode == 'L' && found == '[')) {
        return index;
      }
    }
    throw new IllegalArgumentException(
        type.getName() + " has no field " + name + " of type code " + typeCode);
  }

  /** Whether its code writes a {@link StreamSection}, rather than all fields by themselves. */
  boolean writesItself() {
    return writeObject != null;
  }

  /** Whether it has a readObject, which makes anew what depends on the process. */
  boolean readsItself() {
    return readObject != null;
  }

  /** Whether it has a readObject that is not the JDK's. */
  boolean isUsersHook() {
    return readObject != null && !SerializerChoice.isJdk(type);
  }

  /** What its readObject asks of the objects that it gets, if that need be recorded. */
  HookRecord.@Nullable Kind records() {
    return records;
  }

  /** Writes this class's part of an object. */
  void write(Object object, PickleOutput output, ObjectOutputStream stream) throws IOException {
    MethodHandle hook = writeObject;
    if (hook == null) {
      stream.defaultWriteObject();
    } else {
      StreamSection.write(output, () -> call(hook, object, stream));
    }
  }

  /** Reads this class's part of an object. */
  void read(Object object, PickleInput input, PickleObjectInput stream) throws IOException {
    MethodHandle hook = readObject;
    StreamSection.Body body =
        hook == null ? stream::defaultReadObject : () -> call(hook, object, stream);
    if (writesItself()) {
      StreamSection.read(input, stream.end(), type, body);
    } else {
      StreamSection.run(body);
    }
  }

  /** Puts all fields into the stream. */
  void writeDefault(Object object, ObjectOutputStream stream) throws IOException {
    if (defaultWrite != null) {
      StreamSection.run(() -> call(defaultWrite, object, stream));
      return;
    }
    ObjectOutputStream.PutField put = stream.putFields();
    for (ObjectStreamField field : fields) {
      if (isReal(field)) {
        slot(field.getName()).put(object, put);
      }
    }
    stream.writeFields();
  }

  /** Sets all fields from the stream. */
  void readDefault(Object object, ObjectInputStream stream) throws IOException {
    if (defaultRead != null) {
      StreamSection.run(() -> call(defaultRead, object, stream));
      return;
    }
    StreamSection.run(() -> {
      ObjectInputStream.GetField get = stream.readFields();
      for (ObjectStreamField field : fields) {
        if (isReal(field)) {
          slot(field.getName()).get(object, get);
        }
      }
    });
  }

  /**
   * Checks that what is written of this class can be read, before it is.
   *
   * @throws Unsendable if it leaves reading to defaults, and those cannot be had for its fields
   */
  void requireReadable() {
    if (readObject == null && defaultRead == null) {
      for (ObjectStreamField field : fields) {
        if (isReal(field)) {
          slot(field.getName());
        }
      }
    }
  }

  /** Whether the class has the field: it may list others, which default serialization passes by. */
  private boolean isReal(ObjectStreamField field) {
    try {
      return type.getDeclaredField(field.getName()).getType() == field.getType();
    } catch (NoSuchFieldException listedOnly) {
      return false;
    }
  }

  /**
   * One of the class's own fields, for what default serialization does not do.
   *
   * @throws Unsendable if it cannot be had
   */
  FieldSlot slot(String name) {
    try {
      return new FieldSlot(type.getDeclaredField(name), type);
    } catch (NoSuchFieldException | Unsendable e) {
      throw Unsendable.refused(type, "its field " + name + " can be set by the class alone");
    }
  }

  /** What must be the same on both sides; nothing for the JDK's classes, which are. */
  void describe(Class<?> within, List<String> details) {
    if (SerializerChoice.isJdk(type)) {
      return;
    }
    String prefix = type == within ? "" : type.getName() + ".";
    for (ObjectStreamField field : fields) {
      details.add(prefix + field.getName() + ":" + field.getType().getTypeName());
    }
  }

  /** A statement of its own: as a lambda's expression it would be invoked for a value. */
  private static void call(MethodHandle hook, Object object, ObjectOutputStream stream)
      throws Throwable {
    hook.invokeExact(object, stream);
  }

  private static void call(MethodHandle hook, Object object, ObjectInputStream stream)
      throws Throwable {
    hook.invokeExact(object, stream);
  }
}
