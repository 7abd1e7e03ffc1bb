package io.procpool.ipc.message;

/** The way back from a code that travels to the constant of an enum. */
final class Codes {

  private Codes() {}

  /**
   * The constant of a code.
   *
   * @param constants all of them, each at its code
   * @param name what they are, for the message
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E>> E constant(E[] constants, int code, String name) {
    if (code < 0 || code >= constants.length) {
      throw new IllegalArgumentException("no such " + name + ": code=" + code);
    }
    return constants[code];
  }
}
