package io.procpool.ipc.pickle;

/** Text of which each character is one byte. */
final class Latin1 {

  private Latin1() {}

  /** Whether all characters are below 256. */
  static boolean is(String text) {
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      bits |= text.charAt(i);
    }
    return bits < 256;
  }
}
