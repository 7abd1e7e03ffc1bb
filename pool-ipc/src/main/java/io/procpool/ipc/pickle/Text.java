package io.procpool.ipc.pickle;

import java.nio.charset.StandardCharsets;

/** Looks at texts without copying them out of the string one character at a time. */
final class Text {

  /** Up to here a loop beats the copy and comparison. */
  private static final int SHORT = 32;

  private Text() {}

  /**
   * Copies the low byte of each character to {@code target}, which has room for them.
   *
   * @return whether that was all: each character is below 256
   */
  @SuppressWarnings("deprecation") // the one way to copy a Latin-1 string without allocation
  static boolean copyLatin1(String text, byte[] target, int offset) {
    int length = text.length();
    text.getBytes(0, length, target, offset);
    if (length > SHORT) {
      return text.equals(new String(target, offset, length, StandardCharsets.ISO_8859_1));
    }
    int bits = 0;
    for (int i = 0; i < length; i++) {
      bits |= text.charAt(i);
    }
    return bits < 256;
  }
}
