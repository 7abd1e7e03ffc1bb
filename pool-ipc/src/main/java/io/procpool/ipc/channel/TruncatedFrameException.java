package io.procpool.ipc.channel;

/** The stream ended inside a frame, as it does when the peer dies while it writes. */
public final class TruncatedFrameException extends CorruptFrameException {

  private static final long serialVersionUID = 1L;

  TruncatedFrameException(String message) {
    super(message);
  }
}
