package io.procpool.ipc.network;

import io.procpool.ipc.channel.RawLine;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client that sends what it likes. */
final class RawClient implements AutoCloseable {

  static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  static final byte[] WRONG_KEY = "0123456789abcdeF".getBytes(StandardCharsets.US_ASCII);

  private static final int FRAME_MAGIC = 0x6672_7070;
  private static final int FRAME_HEAD_BYTES = 16;

  final SocketChannel socket;
  final RawLine line;

  RawClient(SocketAddress address) throws IOException {
    socket = SocketChannel.open(address);
    line = new RawLine(socket);
  }

  /** One that has proved itself. */
  static RawClient authenticated(SocketAddress address) throws IOException {
    RawClient client = new RawClient(address);
    client.shakeHands(KEY);
    return client;
  }

  long shakeHands(byte[] key) throws IOException {
    return new Handshake(line, Handshake.key(key), new byte[0]).connect();
  }

  /** Sends what is taken of it; the server may have closed in between. */
  void sendAndEnd(byte[] bytes) throws IOException {
    try {
      line.write(bytes);
      socket.shutdownOutput();
    } catch (IOException closed) {
      return; // refused before all was read
    }
  }

  /** Reads until the server ends the connection. */
  byte[] readToEnd() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    try {
      while (socket.read(bytes) >= 0) {
        if (!bytes.hasRemaining()) {
          throw new IOException("the server says too much");
        }
      }
    } catch (SocketException reset) {
      return new byte[0]; // it left with something of ours unread
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A frame that holds the object as a connection's message. */
  static byte[] frameOf(@Nullable Object object) {
    PickleBuffer body = new PickleBuffer();
    Pickler.selfContained().pickle(object, body);
    return frame(10, Arrays.copyOf(body.bytes(), body.length()));
  }

  static byte[] frame(int type, byte[] body) {
    ByteBuffer frame =
        ByteBuffer.allocate(FRAME_HEAD_BYTES + body.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(FRAME_MAGIC).put((byte) 1).put((byte) type).putShort((short) 0);
    return frame.putInt(body.length).putInt(0).put(body).array();
  }

  static byte[] bodyOf(byte[] frame) {
    return Arrays.copyOfRange(frame, FRAME_HEAD_BYTES, frame.length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
