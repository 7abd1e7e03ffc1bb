package io.procpool.worker;

import io.procpool.ipc.status.StatusPage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Notes what goes to stderr in the status page, as UTF-8 whatever the console speaks. One thread at
 * a time.
 */
final class StderrTail implements LineOutput.Notes {

  private static final int MAX_CHARACTER_BYTES = 16;

  private final StatusPage page;
  private final boolean isUtf8;
  private final CharsetDecoder decoder;
  private final ByteBuffer begun = ByteBuffer.allocate(MAX_CHARACTER_BYTES); // of a character

  StderrTail(StatusPage page, Charset charset) {
    this.page = page;
    this.isUtf8 = charset.equals(StandardCharsets.UTF_8);
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  @Override
  public void note(byte[] bytes, int offset, int count) {
    if (isUtf8) {
      page.writeTail(bytes, offset, count);
      return;
    }
    ByteBuffer in = ByteBuffer.allocate(begun.position() + count);
    in.put(begun.flip()).put(bytes, offset, count).flip();
    CharBuffer text = CharBuffer.allocate((int) (in.remaining() * decoder.maxCharsPerByte()) + 2);
    var _ = decoder.decode(in, text, false);
    begun.clear().put(in.limit(Math.min(in.limit(), in.position() + MAX_CHARACTER_BYTES)));
    byte[] utf8 = text.flip().toString().getBytes(StandardCharsets.UTF_8);
    page.writeTail(utf8, 0, utf8.length);
  }
}
