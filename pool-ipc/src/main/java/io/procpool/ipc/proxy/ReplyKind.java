package io.procpool.ipc.proxy;

/** What a call came to. The order is part of the protocol. */
public enum ReplyKind {
  /** A value. */
  VALUE,
  /** The object, or what calls it, threw. */
  THROWN,
  /** The call was withdrawn, and has done nothing. */
  CANCELLED,
  /** An argument's class is not there: the call has done nothing, and may be sent again sealed. */
  UNREAD;

  private static final ReplyKind[] ALL = values();

  static ReplyKind of(int code) {
    return ALL[code];
  }
}
