package io.procpool;

import static java.util.Objects.requireNonNull;

import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How processes connect over sockets. Immutable; start from {@link #defaults()}. Both sides must
 * agree on TLS.
 *
 * @param handshakeTimeout how long connecting and authentication may take, more than 0; default 10
 *     seconds
 * @param maxHandshakes how many clients may be connected without having proved themselves, 1 to
 *     100,000, three quarters of them from one address; for further ones the oldest are dropped
 *     that had time for it, and such a client tries again until its own time is up; default 256
 * @param maxMessageBytes the largest message that is sent or received, in pickled bytes with its
 *     arrays, at least 1,024; default 1 GiB. A larger one that comes ends the connection
 * @param tls encrypts, and is required or replaced by {@code plaintext} where an address is neither
 *     of this machine's loopback nor a Unix socket; default none. The context's trust managers
 *     decide on the server's certificate; its name is not compared with the address, because the
 *     key proves the server, and the proof is bound to the encrypted connection
 * @param plaintext whether anybody on the way may read and change what is sent; default false
 * @param inputFilter asked about each class before it is read; default {@link #defaultFilter}
 */
public record NetworkOptions(
    Duration handshakeTimeout,
    int maxHandshakes,
    long maxMessageBytes,
    Optional<SSLContext> tls,
    boolean plaintext,
    Optional<ObjectInputFilter> inputFilter) {

  private static final int MAX_HANDSHAKES = 100_000;
  private static final long LEAST_MESSAGE_BYTES = 1024;

  private static final NetworkOptions DEFAULTS =
      new NetworkOptions(
          Duration.ofSeconds(10), 256, 1L << 30, Optional.empty(), false, Optional.empty());

  /** Checks. */
  public NetworkOptions {
    requireNonNull(tls, "tls");
    requireNonNull(inputFilter, "inputFilter");
    if (!handshakeTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "handshakeTimeout must be more than 0: " + handshakeTimeout);
    }
    if (maxHandshakes < 1 || maxHandshakes > MAX_HANDSHAKES) {
      throw new IllegalArgumentException(
          "maxHandshakes must be within 1 and " + MAX_HANDSHAKES + ": " + maxHandshakes);
    }
    if (maxMessageBytes < LEAST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "maxMessageBytes must be at least " + LEAST_MESSAGE_BYTES + ": " + maxMessageBytes);
    }
  }

  /** Every option as documented. */
  public static NetworkOptions defaults() {
    return DEFAULTS;
  }

  /**
   * What a peer that has the key may send by default: every class, at most 1,000 levels deep, with
   * 10 million references, arrays of 256 million elements and 1 GiB.
   */
  public static ObjectInputFilter defaultFilter() {
    return ObjectInputFilter.Config.createFilter(
        "maxdepth=1000;maxrefs=10000000;maxarray=268435456;maxbytes=1073741824");
  }

  /** Sets {@link #handshakeTimeout()}. */
  public NetworkOptions withHandshakeTimeout(Duration handshakeTimeout) {
    return new NetworkOptions(
        handshakeTimeout, maxHandshakes, maxMessageBytes, tls, plaintext, inputFilter);
  }

  /** Sets {@link #maxHandshakes()}. */
  public NetworkOptions withMaxHandshakes(int maxHandshakes) {
    return new NetworkOptions(
        handshakeTimeout, maxHandshakes, maxMessageBytes, tls, plaintext, inputFilter);
  }

  /** Sets {@link #maxMessageBytes()}. */
  public NetworkOptions withMaxMessageBytes(long maxMessageBytes) {
    return new NetworkOptions(
        handshakeTimeout, maxHandshakes, maxMessageBytes, tls, plaintext, inputFilter);
  }

  /** Sets {@link #tls()}; TLS 1.3 is spoken, and nothing older. */
  public NetworkOptions withTls(SSLContext tls) {
    return new NetworkOptions(
        handshakeTimeout, maxHandshakes, maxMessageBytes, Optional.of(tls), plaintext, inputFilter);
  }

  /**
   * Sets {@link #plaintext()}: consent to a network that is trusted as this machine is. Without TLS
   * the key still keeps strangers from connecting, but whoever can change packets can take over a
   * connection, and so run code.
   */
  public NetworkOptions withPlaintext(boolean plaintext) {
    return new NetworkOptions(
        handshakeTimeout, maxHandshakes, maxMessageBytes, tls, plaintext, inputFilter);
  }

  /** Sets {@link #inputFilter()}. */
  public NetworkOptions withInputFilter(ObjectInputFilter inputFilter) {
    return new NetworkOptions(
        handshakeTimeout, maxHandshakes, maxMessageBytes, tls, plaintext, Optional.of(inputFilter));
  }
}
