package io.procpool.ipc.network;

import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.RawLine;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Starts TLS on a line, where the options say so. */
final class Secured {

  private static final String PROTOCOL = "TLSv1.3";
  private static final String BINDING_LABEL = "EXPORTER-procpool-handshake";
  private static final int BINDING_BYTES = 32;

  private Secured() {}

  /**
   * Blocks for the handshake of TLS.
   *
   * @return a value that only the two ends of this connection know; empty without TLS
   */
  static byte[] start(RawLine line, NetworkOptions options, boolean client) throws IOException {
    Optional<SSLContext> context = options.tls();
    if (context.isEmpty()) {
      return new byte[0];
    }
    SSLEngine engine = context.get().createSSLEngine();
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {PROTOCOL});
    line.startTls(engine);
    if (!(engine.getSession() instanceof ExtendedSSLSession session)) {
      throw new IOException("the TLS provider cannot bind the handshake to its connection");
    }
    return session.exportKeyingMaterialData(BINDING_LABEL, new byte[0], BINDING_BYTES);
  }
}
