package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.equal;
import static io.procpool.ipc.pickle.Sample.that;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.util.List;

/**
 * Objects of classes that take part in their own (de)serialization: the hooks of {@code java.io}.
 */
@SuppressWarnings({"serial", "unused"})
final class HookSamples {

  private HookSamples() {}

  static class Custom implements Serializable {
    private transient int doubled;
    private final String name;

    Custom(int value, String name) {
      this.doubled = value;
      this.name = name;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(doubled / 2);
      out.writeUTF("t\u00e9xt");
      out.writeObject(List.of(doubled));
      out.write(new byte[] {1, 2, 3});
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      doubled = in.readInt() * 2;
      if (!in.readUTF().equals("t\u00e9xt") || !in.readObject().equals(List.of(doubled))) {
        throw new InvalidObjectException("wrong data");
      }
      byte[] bytes = new byte[3];
      in.readFully(bytes);
      if (bytes[2] != 3 || in.available() != 0 || in.read() != -1) {
        throw new InvalidObjectException("wrong bytes");
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Custom c && c.doubled == doubled && c.name.equals(name);
    }

    @Override
    public int hashCode() {
      return doubled;
    }
  }

  static final class CustomChild extends Custom {
    final long more;

    CustomChild(int value, String name, long more) {
      super(value, name);
      this.more = more;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && other instanceof CustomChild c && c.more == more;
    }

    @Override
    public int hashCode() {
      return (int) more;
    }
  }

  static final class ByPutFields implements Serializable {
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("sum", int.class), new ObjectStreamField("label", String.class)
    };
    private transient int left;
    private transient int right;
    private transient String text = "";

    ByPutFields(int left, int right, String text) {
      this.left = left;
      this.right = right;
      this.text = text;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      ObjectOutputStream.PutField fields = out.putFields();
      fields.put("label", text);
      fields.put("sum", left + right);
      out.writeFields();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      ObjectInputStream.GetField fields = in.readFields();
      left = fields.get("sum", 0);
      text = (String) fields.get("label", null);
    }
  }

  static final class OnlyReads implements Serializable {
    int value = 3;
    transient int derived;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      derived = value + 1;
      if (in.read() != -1) {
        throw new InvalidObjectException("data from nowhere");
      }
    }
  }

  static final class OnlyWrites implements Serializable {
    int value = 3;

    private void writeObject(ObjectOutputStream out) throws IOException {
      value++;
      out.defaultWriteObject();
    }
  }

  static final class Singleton implements Serializable {
    static final Singleton INSTANCE = new Singleton();

    private Object readResolve() {
      return INSTANCE;
    }
  }

  static final class Replaced implements Serializable {
    final int value;

    Replaced(int value) {
      this.value = value;
    }

    private Object writeReplace() {
      return new Form(value);
    }

    private record Form(int value) implements Serializable {
      private Object readResolve() {
        return new Replaced(value);
      }
    }
  }

  static final class ReplacedBySelf implements Serializable {
    int value;
    boolean replaced;

    ReplacedBySelf(int value) {
      this.value = value;
    }

    private Object writeReplace() {
      ReplacedBySelf other = new ReplacedBySelf(value);
      other.replaced = true;
      return other;
    }
  }

  static final class ReplacedByNull implements Serializable {
    private Object writeReplace() {
      return null;
    }
  }

  static final class ResolvedToNull implements Serializable {
    private Object readResolve() {
      return null;
    }
  }

  public static final class External implements Externalizable {
    int value;
    Object other;

    public External() {}

    External(int value, Object other) {
      this.value = value;
      this.other = other;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value);
      out.writeObject(other);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
      value = in.readInt();
      other = in.readObject();
    }
  }

  static final class Validated implements Serializable, ObjectInputValidation {
    int value = 1;
    transient boolean validated;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.registerValidation(this, 0);
      in.defaultReadObject();
    }

    @Override
    public void validateObject() {
      validated = true;
    }
  }

  static final class EndsEarly implements Serializable {
    transient boolean sawEnd;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject("one");
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.readObject();
      try {
        in.readObject();
      } catch (java.io.OptionalDataException e) {
        sawEnd = e.eof;
      }
    }
  }

  static class NotSerializableParent {
    int fromParent = 10;
  }

  static final class SerializableChild extends NotSerializableParent implements Serializable {
    int own = 1;
  }

  static List<Sample> all() {
    return List.of(
        equal("writeObject and readObject", () -> new Custom(8, "n")),
        equal("hooks in a superclass", () -> new CustomChild(8, "n", 5)),
        that("putFields", () -> new ByPutFields(1, 2, "x"), p -> p.left == 3 && p.text.equals("x")),
        that("readObject alone", OnlyReads::new, o -> o.derived == 4),
        that("writeObject alone", OnlyWrites::new, o -> o.value == 4),
        that("readResolve", () -> Singleton.INSTANCE, s -> s == Singleton.INSTANCE),
        that(
            "readResolve, shared",
            () -> new Object[] {Singleton.INSTANCE, Singleton.INSTANCE},
            a -> a[0] == Singleton.INSTANCE && a[1] == a[0]),
        that("writeReplace", () -> new Replaced(5), r -> r.value == 5),
        that(
            "writeReplace, shared",
            () -> {
              Replaced r = new Replaced(5);
              return List.of(r, r);
            },
            l -> l.get(0) == l.get(1) && l.get(0).value == 5),
        that(
            "writeReplace by its own class",
            () -> new ReplacedBySelf(5),
            r -> r.value == 5 && r.replaced),
        that("writeReplace by null", ReplacedByNull::new, r -> r == null),
        that(
            "readResolve to null",
            () -> {
              ResolvedToNull r = new ResolvedToNull();
              return new Object[] {1, r, r, 2};
            },
            a -> a[0].equals(1) && a[1] == null && a[2] == null && a[3].equals(2)),
        that(
            "Externalizable", () -> new External(5, "x"), e -> e.value == 5 && e.other.equals("x")),
        that(
            "Externalizable that holds itself",
            () -> {
              External e = new External(5, null);
              e.other = e;
              return e;
            },
            e -> e.other == e),
        that("validation", Validated::new, v -> v.validated),
        that("end of optional data", EndsEarly::new, e -> e.sawEnd),
        that(
            "superclass that is not Serializable: its constructor runs",
            () -> {
              SerializableChild c = new SerializableChild();
              c.fromParent = 99;
              return c;
            },
            c -> c.fromParent == 10 && c.own == 1));
  }
}
