package io.procpool.ipc.network;

import io.procpool.AuthenticationException;
import io.procpool.ipc.channel.RawLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The messages of the handshake. Each has its length before it, a short; numbers are big endian.
 *
 * <pre>
 * challenge, of the server      head | nonce 32
 * answer, of the client         head | nonce 32 | proof 32
 * verdict, of the server        head | code 1 | proof 32
 *
 * head: magic "ppna" | version 1 | role 1 | byte order of arrays 1 | pid 8
 * </pre>
 */
final class HandshakeLayout {

  /** The longest message that is read. */
  static final int MAX_BYTES = 256;

  static final int NONCE_BYTES = 32;
  static final int PROOF_BYTES = 32;

  static final byte SERVER = 'S';
  static final byte CLIENT = 'C';

  static final byte WELCOME = 0;
  static final byte WRONG_KEY = 1;
  static final byte BUSY = 2;
  static final byte NOT_UNDERSTOOD = 3;

  private static final int MAGIC = 0x7070_6e61;
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 15;
  private static final byte ORDER =
      (byte) (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 'l' : 'b');

  static final int CHALLENGE_BYTES = HEAD_BYTES + NONCE_BYTES;
  static final int ANSWER_BYTES = CHALLENGE_BYTES + PROOF_BYTES;
  static final int VERDICT_BYTES = HEAD_BYTES + 1 + PROOF_BYTES;

  private HandshakeLayout() {}

  /** A message: the head, the bytes, and room for what follows them. */
  static byte[] message(byte role, byte[] bytes, int room) {
    ByteBuffer to = ByteBuffer.allocate(HEAD_BYTES + bytes.length + room);
    to.putInt(MAGIC).put(VERSION).put(role).put(ORDER).putLong(ProcessHandle.current().pid());
    return to.put(bytes).array();
  }

  static void send(RawLine line, byte[] message) throws IOException {
    ByteBuffer to = ByteBuffer.allocate(Short.BYTES + message.length);
    line.write(to.putShort((short) message.length).put(message).array());
  }

  /**
   * Blocks for the peer's message.
   *
   * @throws AuthenticationException if what comes is none of that role and length
   */
  static byte[] receive(RawLine line, byte role, int length) throws IOException {
    int announced = Short.toUnsignedInt(ByteBuffer.wrap(line.read(Short.BYTES)).getShort());
    if (announced < HEAD_BYTES || announced > MAX_BYTES) {
      throw notOurs("length=" + announced);
    }
    byte[] message = line.read(announced);
    ByteBuffer from = ByteBuffer.wrap(message);
    int magic = from.getInt();
    int version = from.get();
    int said = from.get();
    int order = from.get();
    if (magic != MAGIC) {
      throw notOurs("magic=0x" + Integer.toHexString(magic));
    }
    if (version != VERSION || order != ORDER) {
      throw new AuthenticationException(
          "the other side is procpool of another version or kind of machine: version=%d, expected %d; byte order=%c, expected %c"
              .formatted(version, VERSION, order, ORDER),
          null);
    }
    if (said != role || announced != length) {
      throw notOurs("role=" + said + " length=" + announced);
    }
    return message;
  }

  private static AuthenticationException notOurs(String facts) {
    return new AuthenticationException(
        "what the other side sent is no handshake of procpool: " + facts, null);
  }

  static long pid(byte[] message) {
    return ByteBuffer.wrap(message).getLong(HEAD_BYTES - Long.BYTES);
  }

  /** The code of a verdict. */
  static byte code(byte[] verdict) {
    return verdict[HEAD_BYTES];
  }

  /** The message without its proof. */
  static byte[] signed(byte[] message) {
    return Arrays.copyOf(message, message.length - PROOF_BYTES);
  }

  static byte[] proof(byte[] message) {
    return Arrays.copyOfRange(message, message.length - PROOF_BYTES, message.length);
  }

  static void putProof(byte[] message, byte[] proof) {
    System.arraycopy(proof, 0, message, message.length - PROOF_BYTES, PROOF_BYTES);
  }
}
