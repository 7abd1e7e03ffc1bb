package io.procpool.ipc.channel;

import java.io.IOException;

/**
 * There is no heap for a frame that came, or it is over the limit of its channel. The rest of it is
 * unread, so nothing more can be received.
 */
public final class FrameTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  FrameTooLargeException(String message) {
    super(message);
  }

  FrameTooLargeException(String message, OutOfMemoryError cause) {
    super(message, cause);
  }
}
