package io.procpool.ipc.network;

import static io.procpool.ipc.network.HandshakeLayout.ANSWER_BYTES;
import static io.procpool.ipc.network.HandshakeLayout.BUSY;
import static io.procpool.ipc.network.HandshakeLayout.CHALLENGE_BYTES;
import static io.procpool.ipc.network.HandshakeLayout.CLIENT;
import static io.procpool.ipc.network.HandshakeLayout.NONCE_BYTES;
import static io.procpool.ipc.network.HandshakeLayout.NOT_UNDERSTOOD;
import static io.procpool.ipc.network.HandshakeLayout.PROOF_BYTES;
import static io.procpool.ipc.network.HandshakeLayout.SERVER;
import static io.procpool.ipc.network.HandshakeLayout.VERDICT_BYTES;
import static io.procpool.ipc.network.HandshakeLayout.WELCOME;
import static io.procpool.ipc.network.HandshakeLayout.WRONG_KEY;

import io.procpool.AuthenticationException;
import io.procpool.ipc.channel.RawLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Both sides prove that they have the key, by HMAC-SHA-256 over all that was said, with a fresh
 * nonce of each and who it is that speaks: nothing said to one can be said again to another. Where
 * there is TLS, a value that only its two ends know is part of it, so nobody can sit between.
 *
 * <p>The client proves itself first, so that a stranger gets nothing to guess keys by.
 */
final class Handshake {

  /** The shortest key, in bytes. */
  static final int LEAST_KEY_BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RawLine line;
  private final SecretKeySpec key;
  private final byte[] binding;

  /** A handshake over the line, whose encryption, if any, has that value. */
  Handshake(RawLine line, SecretKeySpec key, byte[] binding) {
    this.line = line;
    this.key = key;
    this.binding = binding;
  }

  /**
   * Makes a key of a copy of the bytes.
   *
   * @throws IllegalArgumentException if they are too few
   */
  static SecretKeySpec key(byte[] bytes) {
    if (bytes.length < LEAST_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key must have at least %d bytes: length=%d; make one by new SecureRandom().nextBytes(new byte[32]) and give it to both sides"
              .formatted(LEAST_KEY_BYTES, bytes.length));
    }
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * The server's side.
   *
   * @param room asked once the client is known: whether it can be taken
   * @return the client's pid
   * @throws AuthenticationException if it has another key or is not one of ours
   */
  long serve(BooleanSupplier room) throws IOException {
    byte[] challenge = HandshakeLayout.message(SERVER, nonce(), 0);
    HandshakeLayout.send(line, challenge);
    byte[] answer;
    try {
      answer = HandshakeLayout.receive(line, CLIENT, ANSWER_BYTES);
    } catch (AuthenticationException notUnderstood) {
      sendVerdict(NOT_UNDERSTOOD, new byte[PROOF_BYTES]);
      throw notUnderstood;
    }
    byte[] proof = prove(CLIENT, challenge, HandshakeLayout.signed(answer));
    if (!MessageDigest.isEqual(proof, HandshakeLayout.proof(answer))) {
      sendVerdict(WRONG_KEY, new byte[PROOF_BYTES]);
      throw new AuthenticationException(
          "the client has another key: pid=" + HandshakeLayout.pid(answer), null);
    }
    if (!room.getAsBoolean()) {
      sendVerdict(BUSY, new byte[PROOF_BYTES]);
      throw new IOException("there is no room for another client");
    }
    sendVerdict(WELCOME, prove(SERVER, challenge, answer, new byte[] {WELCOME}));
    return HandshakeLayout.pid(answer);
  }

  private void sendVerdict(byte code, byte[] proof) throws IOException {
    byte[] verdict = HandshakeLayout.message(SERVER, new byte[] {code}, PROOF_BYTES);
    HandshakeLayout.putProof(verdict, proof);
    HandshakeLayout.send(line, verdict);
  }

  /**
   * The client's side.
   *
   * @return the server's pid
   * @throws AuthenticationException if it has another key or is not one of ours
   * @throws ServerBusyException if it says that it has no room now
   * @throws java.io.EOFException if it ends the connection: it has no room for a handshake
   */
  long connect() throws IOException {
    byte[] challenge = HandshakeLayout.receive(line, SERVER, CHALLENGE_BYTES);
    byte[] answer = answer(challenge);
    HandshakeLayout.send(line, answer);
    byte[] verdict = HandshakeLayout.receive(line, SERVER, VERDICT_BYTES);
    byte code = HandshakeLayout.code(verdict);
    switch (code) {
      case WELCOME -> checkServer(verdict, prove(SERVER, challenge, answer, new byte[] {code}));
      case WRONG_KEY ->
          throw new AuthenticationException(
              "the server has another key: give both sides the same bytes", null);
      case BUSY ->
          throw new ServerBusyException(
              "the server accepts no more clients now: too many wait for it, or it is out of descriptors");
      default ->
          throw new AuthenticationException("the server refuses the handshake: code=" + code, null);
    }
    return HandshakeLayout.pid(challenge);
  }

  /** The client's answer, with its proof. */
  byte[] answer(byte[] challenge) {
    byte[] answer = HandshakeLayout.message(CLIENT, nonce(), PROOF_BYTES);
    HandshakeLayout.putProof(answer, prove(CLIENT, challenge, HandshakeLayout.signed(answer)));
    return answer;
  }

  private static void checkServer(byte[] verdict, byte[] proof) {
    if (!MessageDigest.isEqual(proof, HandshakeLayout.proof(verdict))) {
      throw new AuthenticationException(
          "the server has not proved that it has the key: it is not the one that was meant, or somebody is between",
          null);
    }
  }

  private byte[] prove(byte role, byte[]... said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update("procpool handshake".getBytes(StandardCharsets.US_ASCII));
      mac.update(role);
      update(mac, binding);
      for (byte[] part : said) {
        update(mac, part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static void update(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    mac.update(part);
  }

  private static byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return nonce;
  }
}
