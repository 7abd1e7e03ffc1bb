package io.procpool.ipc.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A link whose bytes go through TLS over another link. One thread reads while another writes: the
 * engine allows it, and each direction has buffers of its own.
 *
 * <p>It sends no farewell: the end of the link below is the end, as with a peer that died. A frame
 * that is cut is noticed by the channel.
 */
final class TlsLink implements Link {

  // Two records of the largest size, with what is around them.
  private static final int CIPHER_BYTES = 80 << 10;
  private static final int PLAIN_BYTES = 40 << 10;

  private final SSLEngine engine;
  private volatile Link lower;

  // The reader's.
  private final Stage arrived = new Stage(CIPHER_BYTES);
  private final Stage plain = new Stage(PLAIN_BYTES);
  private boolean starved = true; // what has arrived is no whole record
  private boolean ended;

  // The writer's.
  private final Stage leaving = new Stage(CIPHER_BYTES);
  private int owed; // bytes of the caller's that are enciphered, and not all gone

  TlsLink(Link lower, SSLEngine engine) {
    this.lower = lower;
    this.engine = engine;
  }

  /** Goes on over another link to the same peer. While nobody reads or writes. */
  void over(Link other) {
    lower = other;
  }

  /** Blocks until both sides agree; before anything is read or written. */
  void handshake() throws IOException {
    try {
      engine.beginHandshake();
      while (!handshakeStep()) {
        // one side's turn after the other's
      }
    } catch (SSLException refused) {
      sayWhy(refused);
      throw refused;
    }
  }

  /** Takes a step; whether it was the last. */
  private boolean handshakeStep() throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_WRAP -> {
        wrap(ByteBuffer.allocate(0));
        drain(true);
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        if (starved && fill(true) < 0) {
          throw new EOFException("the other side ended the connection during the TLS handshake");
        }
        unwrap();
        if (ended) {
          throw new EOFException("the other side ended the TLS handshake");
        }
      }
      case NEED_TASK -> runTasks();
      case FINISHED, NOT_HANDSHAKING -> {
        return true;
      }
    }
    return false;
  }

  /** Tells the peer what it did wrong, if it still listens. */
  private void sayWhy(SSLException refused) {
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
          && wrap(ByteBuffer.allocate(0)).bytesProduced() > 0) {
        drain(true);
      }
    } catch (IOException unheard) {
      refused.addSuppressed(unheard);
    }
  }

  @Override
  public int read(Stage into) throws IOException {
    return read(into, true);
  }

  @Override
  public int tryRead(Stage into) throws IOException {
    return read(into, false);
  }

  private int read(Stage into, boolean blocking) throws IOException {
    while (plain.size() == 0) {
      if (!ended) {
        unwrap();
      }
      if (ended) {
        return -1;
      }
      if (plain.size() == 0 && starved) {
        int done = fill(blocking);
        if (done <= 0) {
          return done;
        }
      }
    }
    int length = Math.min(plain.size(), into.room());
    into.view().limit(into.capacity()).position(into.end());
    into.view().put(plain.view().limit(plain.front() + length).position(plain.front()));
    plain.take(length);
    into.put(length);
    return length;
  }

  private int fill(boolean blocking) throws IOException {
    arrived.compact();
    int done = blocking ? lower.read(arrived) : lower.tryRead(arrived);
    starved &= done <= 0;
    return done;
  }

  /** Deciphers at most one record of what has arrived; nothing deciphered is left. */
  private void unwrap() throws IOException {
    ByteBuffer from = arrived.view().limit(arrived.end()).position(arrived.front());
    ByteBuffer to = plain.view().limit(plain.capacity()).position(plain.end());
    SSLEngineResult result = engine.unwrap(from, to);
    arrived.take(result.bytesConsumed());
    plain.put(result.bytesProduced());
    switch (result.getStatus()) {
      case OK -> starved = arrived.size() == 0;
      case BUFFER_UNDERFLOW -> starved = true;
      case CLOSED -> ended = true;
      case BUFFER_OVERFLOW -> throw new SSLException("a TLS record is too large");
    }
    if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      runTasks();
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }

  @Override
  public void awaitInput(long nanos) throws IOException {
    if (plain.size() == 0 && starved && !ended) {
      lower.awaitInput(nanos);
    }
  }

  @Override
  public int tryWrite(Stage from, int length) throws IOException {
    return write(from, length, false);
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    return write(from, length, true);
  }

  /** What could not leave whole is taken again by the next call, which brings the same bytes. */
  private int write(Stage from, int length, boolean blocking) throws IOException {
    if (owed == 0) {
      ByteBuffer source = from.view().limit(from.front() + length).position(from.front());
      // A record of the engine's own, such as a new key, may go first.
      while (owed == 0) {
        owed = wrap(source).bytesConsumed();
      }
    }
    if (!drain(blocking)) {
      return 0;
    }
    int done = owed;
    owed = 0;
    return done;
  }

  private SSLEngineResult wrap(ByteBuffer source) throws IOException {
    ByteBuffer to = leaving.view().limit(leaving.capacity()).position(leaving.end());
    SSLEngineResult result = engine.wrap(source, to);
    leaving.put(result.bytesProduced());
    switch (result.getStatus()) {
      case OK -> {}
      case CLOSED -> {
        if (result.bytesProduced() == 0) {
          throw new SSLException("the TLS connection was ended by the other side");
        }
      }
      case BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> throw new SSLException("a TLS record is too large");
    }
    return result;
  }

  /** Whether all that is enciphered has gone to the link below. */
  private boolean drain(boolean blocking) throws IOException {
    while (leaving.size() > 0) {
      int done =
          blocking ? lower.write(leaving, leaving.size()) : lower.tryWrite(leaving, leaving.size());
      if (done == 0) {
        return false;
      }
      leaving.take(done);
    }
    return true;
  }

  @Override
  public void watch(Selector selector) throws IOException {
    lower.watch(selector);
  }

  @Override
  public void shutdownInput() throws IOException {
    lower.shutdownInput();
  }

  @Override
  public void close() throws IOException {
    lower.close();
  }
}
