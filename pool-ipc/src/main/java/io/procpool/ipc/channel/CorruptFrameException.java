package io.procpool.ipc.channel;

import java.io.IOException;

/**
 * What came is no frame of ours: other bytes, another version, a length over its limit, or an end
 * in the middle. The channel is of no further use; the message says what was read and expected.
 */
public class CorruptFrameException extends IOException {

  private static final long serialVersionUID = 1L;

  CorruptFrameException(String message) {
    super(message);
  }
}
