package io.procpool.runtime.wrapper;

/** Throws a function's own exception where its type is not declared. */
final class Thrown {

  private Thrown() {}

  /** Never returns: a caller may throw the result, for the compiler's sake. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Exception> RuntimeException unchanged(Exception thrown) throws E {
    throw (E) thrown;
  }
}
