package io.procpool.runtime.manager;

import io.procpool.ipc.pickle.ClassMissingException;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.proxy.CallWire;
import io.procpool.ipc.proxy.ReplyKind;
import org.jspecify.annotations.Nullable;

/** Writes what calls came to: {@code id varlong | kind byte | length int | payload}. */
@SuppressWarnings("EnumOrdinal") // a number on the wire is a place in its enum
final class Replies {

  private Replies() {}

  /** Appends a value; one that cannot travel becomes the exception that says so. */
  static void value(CallWire wire, PickleBuffer to, long id, @Nullable Object value) {
    int length = to.length();
    int arrays = to.arrays().size();
    int at = begin(to, id, ReplyKind.VALUE);
    try {
      wire.write(value, to);
      to.ownArrays(arrays); // the object may change its own before they are sent
      end(to, at);
    } catch (RuntimeException unsendable) {
      to.truncate(length, arrays);
      thrown(wire, to, id, unsendable);
    }
  }

  /** Appends an exception. */
  static void thrown(CallWire wire, PickleBuffer to, long id, Throwable thrown) {
    thrown(wire, to, id, ReplyKind.THROWN, thrown);
  }

  /** Appends that an argument's class is missing. */
  static void unread(CallWire wire, PickleBuffer to, long id, ClassMissingException missing) {
    thrown(wire, to, id, ReplyKind.UNREAD, missing);
  }

  private static void thrown(
      CallWire wire, PickleBuffer to, long id, ReplyKind kind, Throwable thrown) {
    int at = begin(to, id, kind);
    wire.writeThrowable(thrown, to);
    end(to, at);
  }

  /** Appends that a call was withdrawn. */
  static void cancelled(PickleBuffer to, long id) {
    end(to, begin(to, id, ReplyKind.CANCELLED));
  }

  private static int begin(PickleBuffer to, long id, ReplyKind kind) {
    to.writeVarLong(id);
    to.writeByte(kind.ordinal());
    to.writeInt(0);
    return to.length();
  }

  private static void end(PickleBuffer to, int start) {
    to.setIntAt(start - Integer.BYTES, to.length() - start);
  }
}
