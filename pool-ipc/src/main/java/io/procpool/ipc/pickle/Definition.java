package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader must know of a class, or of a lambda's call site, to read its objects.
 *
 * @param kind how its objects are written
 * @param name the class's binary name; a lambda's: of the class that holds its code
 * @param details what must be the same on both sides, such as the fields' names and types
 */
record Definition(Kind kind, String name, List<String> details) {

  /** How objects are written. */
  enum Kind {
    /** A value or collection of the JDK, or one of our own stand-ins. */
    VALUE('v', "as a value"),
    ARRAY('a', "as an array"),
    ENUM('e', "as an enum of"),
    RECORD('r', "as a record of"),
    FIELDS('f', "by its fields"),
    SINGLETON('o', "as the one object of its class,"),
    STREAM('s', "by the java.io.Serializable protocol with fields"),
    EXTERNAL('x', "by java.io.Externalizable"),
    KRYO('k', "by the application's Kryo serializer"),
    LAMBDA('l', "as a lambda"),
    PLAIN_LAMBDA('p', "as a lambda that is not Serializable"),
    /** Only the class's name travels: for class literals. */
    NAME('n', "by name");

    private final byte code;
    private final String text;

    Kind(char code, String text) {
      this.code = (byte) code;
      this.text = text;
    }

    boolean isLambda() {
      return this == LAMBDA || this == PLAIN_LAMBDA;
    }

    private static Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of class definition: " + code);
    }
  }

  Definition {
    details = List.copyOf(details);
  }

  // By hand: the first use of a record's own would spin classes while a worker starts.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Definition that
        && kind == that.kind
        && name.equals(that.name)
        && details.equals(that.details);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + details.hashCode();
  }

  static Definition of(Kind kind, Class<?> type) {
    return new Definition(kind, type.getName(), List.of());
  }

  void write(PickleBuffer to) {
    to.writeByte(kind.code);
    to.writeString(name);
    to.writeVarInt(details.size());
    details.forEach(to::writeString);
  }

  static Definition read(PickleSource from) {
    Kind kind = Kind.of(from.readByte());
    String name = from.readString();
    int count = from.readVarInt();
    List<String> details = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      details.add(from.readString());
    }
    return new Definition(kind, name, details);
  }

  /**
   * Checks that the peer's definition of a class is this one.
   *
   * @throws NotSendableException if not
   */
  void requireSame(Definition there) {
    if (!equals(there)) {
      throw new NotSendableException(
          "a message cannot be read: there are two different versions of "
              + there.name()
              + ": it was written "
              + there.describe()
              + ", but would be read "
              + describe()
              + "; the processes must run the same classes",
          null);
    }
  }

  /** How its objects are written, for messages. */
  String describe() {
    return details.isEmpty() ? kind.text : kind.text + " " + details;
  }
}
