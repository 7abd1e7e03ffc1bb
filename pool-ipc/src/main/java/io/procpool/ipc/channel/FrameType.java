package io.procpool.ipc.channel;

import org.jspecify.annotations.Nullable;

/** What a frame is about; the code is what travels, and is never given to another type. */
public enum FrameType {
  /** Parent to worker, first: who you are and how to begin. */
  START(1),
  /** Worker to parent: the initializer has run. */
  READY(2),
  /** Parent to worker: tasks to run. */
  RUN(3),
  /** Worker to parent: results and failures. */
  OUTCOMES(4),
  /** Parent to worker: interrupt the running task. */
  INTERRUPT(5),
  /** Parent to worker: go on. */
  RESUME(6),
  /** Parent to worker: leave when what you have is done. */
  STOP(7),
  /** Worker to parent, last: why it cannot begin, or after READY, not go on with what came. */
  START_FAILED(8),
  /** Parent to worker: large arrays go through shared memory from here on; never handed out. */
  LANES(9),
  /** Either way of a connection: a pickled object. */
  OBJECT(10),
  /** Either way of a connection: bytes. */
  BYTES(11),
  /** Worker to parent: its JVM is up, and the initializer begins. */
  INITIALIZING(12),
  /** Worker to parent: it waits for its children as it exits. */
  LINGERS(13),
  /** Manager's server to client, first: who it is. */
  WELCOME(16),
  /** Client to server: a call of a managed object. */
  CALL(17),
  /** Server to client: what calls came to. */
  REPLY(18),
  /** Client to server: withdraw a call. */
  CANCEL(19),
  /** Client to server: this process has a proxy of an object. */
  HOLD(20),
  /** Client to server: this process has no proxy of an object any more. */
  RELEASE(21);

  private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[256];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The type's byte on the wire, 0 to 255. */
  public int code() {
    return code;
  }

  /** The type of a code; null where there is none. */
  static @Nullable FrameType of(int code) {
    return BY_CODE[code];
  }
}
