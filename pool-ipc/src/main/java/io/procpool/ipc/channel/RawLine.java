package io.procpool.ipc.channel;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to and from a peer that is not known yet, over a connected socket, which it owns. For one
 * thread at a time, whose interrupt would close it; any thread closes.
 *
 * <p>A virtual thread that blocks here parks. It reads no byte more than it is asked for, so what
 * comes after belongs to the frames.
 */
public final class RawLine implements AutoCloseable {

  private final SocketChannel socket;
  private final NioLink plain;
  private Link link;
  private @Nullable TlsLink tls;
  private @Nullable SelectingLink reserved;

  /** A line without TLS as yet. */
  public RawLine(SocketChannel socket) throws IOException {
    this.socket = socket;
    this.plain = new NioLink(socket);
    this.link = plain;
  }

  /** Whether the peer has sent anything yet; for any thread. */
  public boolean hasHeard() {
    return plain.hasHeard();
  }

  /** Goes on with TLS; blocks for its handshake. Before anything is read or written. */
  public void startTls(SSLEngine engine) throws IOException {
    TlsLink secured = new TlsLink(link, engine);
    secured.handshake();
    tls = secured;
    link = secured;
  }

  /** Blocks until all is written. */
  public void write(byte[] bytes) throws IOException {
    Stage stage = new Stage(bytes.length);
    stage.view().put(bytes);
    stage.put(bytes.length);
    while (stage.size() > 0) {
      stage.take(link.write(stage, stage.size()));
    }
  }

  /**
   * Blocks for so many bytes.
   *
   * @throws EOFException if the peer ends the stream before
   */
  public byte[] read(int length) throws IOException {
    Stage stage = new Stage(length);
    while (stage.size() < length) {
      if (link.read(stage) < 0) {
        throw new EOFException("the other side ended the connection");
      }
    }
    byte[] bytes = new byte[length];
    stage.view().limit(length).position(0).get(bytes);
    return bytes;
  }

  /**
   * Takes the descriptors that {@link #toChannel} needs, which cannot fail for want of them then.
   *
   * @throws IOException if the process may open no more
   */
  public void reserve() throws IOException {
    reserved = new SelectingLink(socket);
  }

  /**
   * Goes on with frames, whose channel owns the socket from now on. Its calls heed no interrupt.
   *
   * <p>After {@link #reserve}.
   *
   * @param maxFrameBytes the largest frame that is received, its arrays included
   */
  public FrameChannel toChannel(long maxFrameBytes) throws IOException {
    SelectingLink selecting = requireNonNull(reserved, "reserve() comes first");
    selecting.begin();
    if (tls == null) {
      return FrameChannel.overLink(selecting, maxFrameBytes);
    }
    tls.over(selecting);
    return FrameChannel.overLink(tls, maxFrameBytes);
  }

  @Override
  public void close() throws IOException {
    if (reserved == null) {
      socket.close();
    } else {
      reserved.close();
    }
  }
}
