package io.procpool.ipc.network;

import java.io.IOException;

/** The server refuses a client for now; worth another try. */
final class ServerBusyException extends IOException {

  private static final long serialVersionUID = 1L;

  ServerBusyException(String message) {
    super(message);
  }

  ServerBusyException(String message, IOException cause) {
    super(message, cause);
  }
}
