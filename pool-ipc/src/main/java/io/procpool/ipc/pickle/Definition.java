package io.procpool.ipc.pickle;

import java.util.ArrayList;
import java.util.List;

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
    CLASS('c'),
    LAMBDA('l'),
    CLASS_NAME('n');

    private final byte code;

    Kind(char code) {
      this.code = (byte) code;
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
}
